import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const totals = fileURLToPath(new URL("../../.ci/totals.mjs", import.meta.url));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "totals-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A report as vitest's json reporter writes it. */
function report(stage: string, file: string, ...statuses: ReadonlyArray<string>): void {
  const assertionResults = statuses.map((status, i) => ({
    status,
    fullName: `The engine wasm does ${i}.`,
    failureMessages: status === "failed" ? ["Error: is wrong\n  at x.ts"] : [],
  }));
  const status = statuses.includes("failed") || statuses.length === 0 ? "failed" : "passed";
  const testResults = [{ name: file, status, message: "SyntaxError: x\n at", assertionResults }];
  writeFileSync(join(folder, `${stage}.json`), JSON.stringify({ testResults }));
}

function run(...failedStages: ReadonlyArray<string>) {
  const { stdout, status } = spawnSync(process.execPath, [totals, folder, ...failedStages], {
    encoding: "utf8",
  });
  return { lines: stdout.trimEnd().split("\n"), status };
}

test("Reports are added up, and each has a line.", () => {
  report("install and test", "/apps/engines/test/node/wasm.test.ts", "passed", "passed", "skipped");
  report("tests on Node 24", "/a.test.ts", "passed");
  expect(run()).toEqual({
    lines: [
      "install and test: 2 passed, 0 failed, 1 skipped",
      "tests on Node 24: 1 passed, 0 failed, 0 skipped",
      "engines tested in Node: wasm; in Chromium: none",
      "3 passed, 0 failed",
    ],
    status: 0,
  });
});

test("A failed test is shown, and counted once although its stage failed too.", () => {
  report("tests on Node 24", "/a.test.ts", "passed", "failed");
  const { lines, status } = run("tests on Node 24", "build");
  expect(lines[0]).toBe("failed in tests on Node 24: The engine wasm does 1.: Error: is wrong");
  expect(lines).toContain("failed stages: tests on Node 24, build");
  expect(lines.at(-1)).toBe("1 passed, 2 failed");
  expect(status).toBe(1);
});

test("A file that could not be loaded is a failure.", () => {
  report("install and test", "/a.test.ts", "passed");
  report("tests on Node 24", "/b.test.ts");
  const { lines, status } = run();
  expect(lines).toContain("failed in tests on Node 24: /b.test.ts: SyntaxError: x");
  expect(lines.at(-1)).toBe("1 passed, 1 failed");
  expect(status).toBe(1);
});

test("A stage that failed without failed tests is a failure, and so is no test at all.", () => {
  report("install and test", "/a.test.ts", "passed");
  writeFileSync(join(folder, "tests on Node 24.json"), "");
  expect(run("tests on Node 24").lines.at(-1)).toBe("1 passed, 1 failed");
  rmSync(join(folder, "install and test.json"));
  expect(run()).toMatchObject({ status: 1, lines: expect.arrayContaining(["0 passed, 1 failed"]) });
});
