import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PATIENCE } from "./support/quick-run.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "experiment-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The command that `pnpm experiment` runs. */
function command(...options: ReadonlyArray<string>) {
  const child = spawn(
    process.execPath,
    ["--conditions=@symplectic-adjoint/source", "--import", "tsx", "src/main.ts", ...options],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.on("data", (text) => {
    output.stderr += text;
  });
  return { child, output };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

test(
  "Ctrl-C leaves what there is, and --resume goes on from there.",
  async () => {
    const line = ["rounding", "--quick", "--engine", "cpu", "--out", folder];
    const { child, output } = command(...line);
    child.stdout.on("data", () => {
      // The first part has ended, and the second is running.
      if (!child.killed && output.stdout.includes(" 8 steps")) child.kill("SIGINT");
    });
    expect(await exitCode(child)).toBe(0);
    expect(output.stdout).toContain("Ctrl-C: ending with the results so far.");
    expect(output.stdout).toContain("Not complete: --resume goes on from here.");
    const parts = join(folder, "parts/rounding.quick");
    const first = await readFile(join(parts, "4-steps.json"), "utf8");
    expect(existsSync(join(parts, "16-steps.json"))).toBe(false);

    const again = command(...line, "--resume");
    expect(await exitCode(again.child)).toBe(0);
    expect(again.output.stdout).not.toContain("Not complete");
    expect(await readFile(join(parts, "4-steps.json"), "utf8")).toBe(first);
    const stored = JSON.parse(await readFile(join(folder, "quick/rounding.json"), "utf8"));
    expect(stored.figures.figures).toHaveLength(3);
    expect(stored.machine.cores).toBeGreaterThan(0);
    expect(existsSync(join(folder, "quick/rounding-errors.svg"))).toBe(true);
  },
  PATIENCE,
);

test(
  "Mistakes print the usage and exit with 2.",
  async () => {
    const lines = [["no-such-experiment"], [], ["kdv", "more"], ["kdv", "--engine", "abacus"]];
    for (const line of lines) {
      const { child, output } = command(...line);
      expect(await exitCode(child)).toBe(2);
      expect(output.stderr).toContain("Usage: pnpm experiment NAME");
      expect(output.stderr).toContain("cahn-hilliard");
    }
  },
  PATIENCE,
);
