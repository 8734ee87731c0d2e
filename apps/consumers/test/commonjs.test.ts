import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { runNode } from "./support/run-node.js";

const installed = inject("installed");

test("Node requires the packages, and shares them with what imports them.", async () => {
  const { code, stdout, stderr } = await runNode(installed, "required.cjs");
  expect(stderr).not.toMatch(/Error|ExperimentalWarning/);
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toEqual({
    engine: "wasm",
    fused: true,
    slope: "1.3679",
    oneCopy: true,
  });
});

describe.each([
  { typescript: "typescript-5.4", module: "commonjs", works: true },
  { typescript: "typescript-5.4", module: "nodenext", works: false },
  { typescript: "typescript-5.8", module: "commonjs", works: true },
  { typescript: "typescript-5.8", module: "nodenext", works: true },
  { typescript: "typescript", module: "commonjs", works: true },
  { typescript: "typescript", module: "nodenext", works: true },
  { typescript: "typescript", module: "node20", works: true },
  { typescript: "typescript", module: "node18", works: false },
])("A CommonJS file compiled by $typescript with module: $module", (row) => {
  const { typescript, module, works } = row;

  test(works ? "solves." : "ends with the documented error.", async () => {
    const name = `${typescript}-${module}`;
    const program = join(installed, `${name}.ts`);
    await writeFile(program, await readFile(join(installed, "compiled.ts"), "utf8"));
    const tsc = fileURLToPath(new URL(`../node_modules/${typescript}/bin/tsc`, import.meta.url));
    const options = ["--module", module, "--target", "es2022", "--strict", "--skipLibCheck"];
    const lib = ["--lib", "es2022,dom,esnext.disposable"];
    const compiled = await runNode(installed, tsc, ...options, ...lib, `${name}.ts`);
    if (!works) return expect(compiled.stdout).toMatch(/error TS1479: .*'require'/);
    expect(compiled.stdout).toBe("");
    expect(await readFile(join(installed, `${name}.js`), "utf8")).toContain(
      'require("symplectic-adjoint")',
    );
    expect((await runNode(installed, `${name}.js`)).stdout.trim()).toBe("[2,1]");
  });
});
