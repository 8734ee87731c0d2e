import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type NodeRun, runNode } from "./support/run-node.js";

// The entry symplectic-adjoint/float64, where TensorFlow.js is not installed.

const installed = inject("installed");
let bare: string;

beforeAll(async () => {
  bare = await mkdtemp(join(tmpdir(), "float64-"));
  for (const name of ["symplectic-adjoint", "@symplectic-adjoint"]) {
    const modules = join("node_modules", name);
    await cp(join(installed, modules), join(bare, modules), { recursive: true });
  }
  await cp(join(installed, "float64.mts"), join(bare, "float64.mts"));
});

afterAll(() => rm(bare, { recursive: true }));

async function modulesOf(entry: string): Promise<ReadonlyArray<string>> {
  const { metafile } = await build({
    stdin: { contents: `export * from "${entry}"`, resolveDir: installed },
    bundle: true,
    format: "esm",
    write: false,
    metafile: true,
    external: ["@tensorflow/*"],
    logLevel: "error",
  });
  const output = Object.values(metafile.outputs)[0];
  return [
    ...Object.keys(metafile.inputs),
    ...(output?.imports.map(({ path }) => path) ?? []),
    ...Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
  ];
}

test("It imports no module of TensorFlow.js, nor of a backend that does.", async () => {
  const forbidden = /@tensorflow|backend-(?!float64)/;
  // The umbrella does, so the test would see it.
  expect((await modulesOf("symplectic-adjoint")).some((path) => forbidden.test(path))).toBe(true);
  const modules = await modulesOf("symplectic-adjoint/float64");
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.filter((path) => forbidden.test(path))).toEqual([]);
});

test("The umbrella's main entry does not load without TensorFlow.js, and names what is missing.", async () => {
  const { code, stderr } = await runNode(bare, "-e", 'import("symplectic-adjoint")');
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/Cannot find package '@tensorflow\/tfjs-core'/);
});

describe.each(["typescript-5.4", "typescript"])("Compiled by %s", (typescript) => {
  test("a program solves, differentiates and checks its gradient.", async () => {
    const compiled = await compile(typescript, "--module", "nodenext");
    expect(compiled.stdout).toBe("");
    const { code, stdout, stderr } = await runNode(bare, "float64.mjs");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const { turned, value, slopes, checked } = JSON.parse(stdout);
    const close = (x: number) => expect.closeTo(x, 6);
    expect(turned).toEqual([close(Math.cos(1)), close(-Math.sin(1))]);
    expect(value).toEqual(close(2 * Math.exp(-0.5)));
    expect(slopes).toEqual([close(Math.exp(-0.5)), close(-2 * Math.exp(-0.5))]);
    expect(checked).toBe(true);
  });
});

test("The types are found as bundlers find them, and by TypeScript that does not read exports.", async () => {
  const way = (resolution: string) => ["--module", "esnext", "--moduleResolution", resolution];
  expect((await compile("typescript", ...way("bundler"), "--noEmit")).stdout).toBe("");
  expect((await compile("typescript-5.4", ...way("node"), "--noEmit")).stdout).toBe("");
});

/** Compiles the program with all declarations that it reads: no library but that of the language is there. */
function compile(typescript: string, ...options: ReadonlyArray<string>): Promise<NodeRun> {
  const tsc = fileURLToPath(new URL(`../node_modules/${typescript}/bin/tsc`, import.meta.url));
  const always = ["--target", "es2022", "--lib", "es2022,esnext.disposable", "--strict"];
  return runNode(bare, tsc, ...always, ...options, "float64.mts");
}
