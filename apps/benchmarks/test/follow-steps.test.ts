import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { followSteps } from "../src/step-files/follow-steps.js";
import type { Solve } from "../src/step-files/solves.js";

/** A library in which a generator that is called once takes all steps. */
const MODULES = {
  "set-up": "export function setUp() { return 0; }",
  attempt:
    'import { evaluate } from "./evaluate.js"; export const attempt = (y) => evaluate(y) + 1;',
  evaluate: "export const evaluate = (y) => 2 * y;",
  loop: `import { attempt } from "./attempt.js";
    export function* loop(steps) { let y = 1; for (let n = 0; n < steps; n++) { y = attempt(y); yield y; } }`,
  reverse:
    'import { evaluate } from "./evaluate.js"; export function reverse(y) { return evaluate(y); }',
};

interface Library {
  setUp(): number;
  loop(steps: number): Iterable<number>;
  reverse(y: number): number;
}

describe("following steps", () => {
  let folder = "";
  let library: Library;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "step-files-"));
    const built = join(folder, "packages", "demo", "dist");
    await mkdir(built, { recursive: true });
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    for (const [name, text] of Object.entries(MODULES))
      await writeFile(join(built, `${name}.js`), `${text}\n`);
    const load = (name: string) => import(pathToFileURL(join(built, `${name}.js`)).href);
    library = {
      ...(await load("set-up")),
      ...(await load("loop")),
      ...(await load("reverse")),
    };
  });
  afterAll(() => rm(folder, { recursive: true }));

  const solveWith =
    (accepted: boolean): Solve =>
    (steps, { onStep, forwardDone, backwardDone }) => {
      let y = library.setUp();
      for (y of library.loop(steps)) onStep({ accepted } as Parameters<typeof onStep>[0]);
      forwardDone();
      for (let n = 0; n < steps; n++) y = library.reverse(y);
      backwardDone();
    };

  it("finds the files of a step in order, those of a loop included, those of a preparation not.", () => {
    const path = (name: string) => `packages/demo/src/${name}.ts`;
    expect(followSteps(solveWith(true))).toEqual({
      forward: [
        { path: path("attempt"), called: true },
        { path: path("evaluate"), called: true },
        { path: path("loop"), called: false },
      ],
      backward: [
        { path: path("reverse"), called: true },
        { path: path("evaluate"), called: true },
      ],
    });
  });

  it("refuses solves in which steps are rejected.", () => {
    expect(() => followSteps(solveWith(false))).toThrow("0 accepted, 8 rejected");
  });
});
