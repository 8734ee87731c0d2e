import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Fields of TensorFlow.js that it does not declare, or whose type it does not export, and methods of the engine that
// are shadowed.
const INTERNALS = [
  /\bengine\(\)\.state\b|\bstate\b[^;=]*= (tf\.)?engine\(\)/,
  /\b(activeTape|gradientDepth|kernelDepth|nextTapeNodeId|activeScope|scopeStack|tensorInfo)\b/,
  /\bisDisposedInternal\b|\b_tfGlobals\b/,
  /\.(scopeId|kept|dataId) = /,
  /\b(engine\(\)|engine)\.(runKernel|endScope|gradients|customGrad|makeTensor\w*) = /,
  /\bgetPrototypeOf\((tf\.)?engine\(\)\)/,
];

const packages = new URL("../../", import.meta.url);
const folders = readdirSync(packages).filter((name) =>
  existsSync(new URL(`${name}/src/`, packages)),
);
const sources = folders.flatMap((name) =>
  readdirSync(new URL(`${name}/src/`, packages), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => `${name}/src/${path}`),
);

/** The internals that a source file names, without its comments. */
function internalsIn(path: string): Array<string> {
  const code = readFileSync(new URL(path, packages), "utf8").replace(
    /\/\*[\s\S]*?\*\/|\/\/.*$/gm,
    "",
  );
  return INTERNALS.flatMap((pattern) => pattern.exec(code)?.[0] ?? []);
}

const home = "backend-tfjs/src/tfjs-internals/";
// It detects leaks of tests, and is not part of a published package.
const testing = "testing/src/";

test("Internals of TensorFlow.js are named in one folder.", () => {
  const elsewhere = sources
    .filter((path) => !path.startsWith(home) && !path.startsWith(testing))
    .flatMap((path) => internalsIn(path).map((found) => `${path}: ${found}`));
  expect(elsewhere).toEqual([]);
});

test("The search finds them in that folder.", () => {
  const files = sources.filter((path) => path.startsWith(home) && internalsIn(path).length > 0);
  expect(files.length).toBeGreaterThan(5);
});

test("That folder imports no other folder of its package.", () => {
  const imports = sources
    .filter((path) => path.startsWith(home))
    .flatMap(
      (path) => readFileSync(new URL(path, packages), "utf8").match(/from "\.\.[^"]*"/g) ?? [],
    );
  expect(imports).toEqual([]);
});
