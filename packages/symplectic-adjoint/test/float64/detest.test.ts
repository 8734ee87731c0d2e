import { detest, type TestProblem } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import type { MethodName } from "../../src/index.js";
import { solveProblem } from "../support/differentiate.js";

/** What diffrax needs for the 25 problems at atol = rtol = 1e-3, 1e-6, 1e-9. */
const diffrax: ReadonlyArray<
  readonly [method: MethodName, tolerance: number, evaluations: number, error: number]
> = [
  ["dopri5", 1e-3, 4605, 1.2e-2],
  ["dopri5", 1e-6, 10647, 8.6e-6],
  ["dopri5", 1e-9, 32889, 6.0e-9],
  ["dopri8", 1e-3, 6744, 2.2e-4],
  ["dopri8", 1e-6, 11671, 3.3e-7],
  ["dopri8", 1e-9, 22526, 2.75e-10],
  ["bosh3", 1e-3, 4617, 8.2e-3],
  ["bosh3", 1e-6, 30030, 1.5e-5],
];

function end(problem: TestProblem, method: MethodName, tol: number) {
  const { t0, t1, y0 } = problem;
  const settings = { method, rtol: tol, atol: tol, differentiate: false };
  const { ys, stats, outcome } = solveProblem(problem, [t0, t1], settings);
  expect(outcome.kind).toBe("success");
  return { y: ys.slice(y0.length), evaluations: stats.forward.evaluations };
}

/** The root of the mean over the components of the squares of the absolute errors at t = 20. */
function rmsError(y: Float64Array, problem: TestProblem): number {
  const known = problem.endValue as ReadonlyArray<number>;
  const squares = y.reduce((sum, value, i) => sum + (value - (known[i] as number)) ** 2, 0);
  return Math.sqrt(squares / y.length);
}

const problems = detest();

test("DETEST has 25 problems, whose end values dopri8 confirms at a tolerance of 1e-13.", () => {
  expect(problems).toHaveLength(25);
  for (const problem of problems) {
    const scale = Math.max(1, ...(problem.endValue as ReadonlyArray<number>).map(Math.abs));
    const { y } = end(problem, "dopri8", 1e-13);
    expect(rmsError(y, problem) / scale, problem.name).toBeLessThan(1e-11);
  }
});

describe("Over the 25 problems of DETEST", () => {
  test.each(diffrax)(
    "%s at %s takes about %s evaluations for a mean error of %s: as diffrax to 10 %%, and 1.5 times.",
    (method, tol, evaluations, error) => {
      let total = 0;
      let logarithms = 0;
      for (const problem of problems) {
        const run = end(problem, method, tol);
        total += run.evaluations;
        logarithms += Math.log(rmsError(run.y, problem));
      }
      expect(Math.abs(total / evaluations - 1)).toBeLessThan(0.1);
      expect(Math.exp(logarithms / problems.length)).toBeLessThan(1.5 * error);
    },
  );
});
