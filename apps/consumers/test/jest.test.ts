import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { documentedBlock } from "./support/documented-block.js";
import { type NodeRun, runNode } from "./support/run-node.js";

const installed = inject("installed");
const jest = fileURLToPath(new URL("../node_modules/jest/bin/jest.js", import.meta.url));

let cache = "";
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "jest-"));
});
afterEach(() => rm(cache, { recursive: true }));

/** Jest on one file of tests, with a configuration, in the folder where the packages are installed. */
function runJest(file: string, config: string, ...flags: ReadonlyArray<string>): Promise<NodeRun> {
  const options = ["--cacheDirectory", cache, "--watchman=false", "--config", config, file];
  return runNode(installed, ...flags, jest, ...options);
}

test("Jest runs tests that are ES modules with Node's flag and no configuration.", async () => {
  await copyFile(join(installed, "decay.test.js"), join(installed, "decay.test.mjs"));
  const { code, stderr } = await runJest("decay.test.mjs", "{}", "--experimental-vm-modules");
  expect(stderr).toContain("Tests:       1 passed, 1 total");
  expect(code).toBe(0);
}, 120_000);

test("Jest runs tests that it compiles to CommonJS with the documented configuration.", async () => {
  const { code, stderr } = await runJest("decay.test.js", documentedBlock("json"));
  expect(stderr).toContain("Tests:       1 passed, 1 total");
  expect(code).toBe(0);
}, 120_000);

test("Without either Jest ends with the documented message.", async () => {
  await writeFile(
    join(installed, "bare.test.cjs"),
    'const { odeint } = require("symplectic-adjoint");\ntest("It loads.", () => expect(odeint).toBeDefined());\n',
  );
  const { code, stderr } = await runJest("bare.test.cjs", "{}");
  expect(stderr).toMatch(
    /Must use import to load ES Module: .*symplectic-adjoint\/dist\/index\.js/,
  );
  expect(code).toBe(1);
}, 120_000);
