import type { Backend } from "@symplectic-adjoint/core";
import { beforeAll, describe, expect, test } from "vitest";
import { arraysSuite } from "./arrays-suite.js";
import type { BackendFixture } from "./backend-fixture.js";
import { leaksSuite } from "./leaks-suite.js";
import { linearCombinationSuite } from "./linear-combination-suite.js";
import { measureSuite } from "./measure-suite.js";
import { normsSuite } from "./norms-suite.js";
import { readingSuite } from "./reading-suite.js";
import { rowsSuite } from "./rows-suite.js";
import { scopesSuite } from "./scopes-suite.js";
import { sumsSuite } from "./sums-suite.js";

/** Options of the suite. */
export interface BackendSuiteOptions {
  /** "any" (default) if arrays keep their shape; "one" if they always have one axis. */
  readonly axes?: "any" | "one";
  /** Returns the number of existing arrays of the backend; enables the leak tests. */
  readonly countArrays?: (() => number) | undefined;
}

/**
 * Registers the conformance suite of the port `Backend`: every operation against its formula in double precision, for
 * random states, and the ownership rules.
 *
 * @param makeBackend Called once, before the first test; may be asynchronous.
 * @param tolerance Largest relative error of a result: 1e-14 for float64, 1e-6 for float32. Of a sum, relative to the
 * sum of magnitudes; of a norm of n numbers, √n times as much is allowed.
 * @example
 * describeBackend("float64", () => float64, 1e-14, { axes: "one" });
 * describeBackend("tfjs", () => tfjs, 1e-6, { countArrays: () => tf.memory().numTensors });
 */
export function describeBackend<A>(
  name: string,
  makeBackend: () => Backend<A> | Promise<Backend<A>>,
  tolerance: number,
  { axes = "any", countArrays }: BackendSuiteOptions = {},
): void {
  describe(`The backend ${name}`, () => {
    let fixture: BackendFixture<A>;
    const get = (): BackendFixture<A> => fixture;

    beforeAll(async () => {
      const backend = await makeBackend();
      fixture = { backend, tolerance, keepsShape: axes === "any" };
    });

    test("has a name, a precision and a way to read.", () => {
      const { backend } = fixture;
      expect(backend.name).toMatch(/\S/);
      expect(["float32", "float64"]).toContain(backend.precision);
      expect(typeof backend.readsSynchronously).toBe("boolean");
    });

    arraysSuite(get);
    linearCombinationSuite(get);
    normsSuite(get);
    sumsSuite(get);
    rowsSuite(get);
    scopesSuite(get);
    measureSuite(get);
    if (countArrays) leaksSuite(get, countArrays);
    readingSuite(get);
  });
}
