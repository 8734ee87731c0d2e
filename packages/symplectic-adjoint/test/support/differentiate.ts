import { only, type TestProblem } from "@symplectic-adjoint/testing";
import {
  float64,
  type OdeOptions,
  type Solution,
  type SolveOptions,
  solve,
} from "../../src/index.js";

/** Options of a solve with Float64Arrays, but for the backend. */
export type Float64Options = OdeOptions<Float64Array> &
  Pick<SolveOptions<Float64Array, never>, "adjoint" | "controller" | "differentiate">;

/** A solution, its gradient, and the accepted steps. */
export interface Differentiated {
  readonly solution: Solution<Float64Array, Float64Array>;
  readonly y0: Float64Array;
  /** The gradient of the problem's one array of parameters. */
  readonly parameters: Float64Array;
  readonly steps: ReadonlyArray<{ readonly t: number; readonly h: number }>;
}

/** Solves a problem on the float64 backend. */
export function solveProblem(
  problem: TestProblem,
  times: ReadonlyArray<number>,
  options: Float64Options = {},
): Solution<Float64Array, Float64Array> {
  return solve(problem, problem.y0, times, { ...options, backend: float64 });
}

/**
 * Solves a problem and pulls cotangents of its outputs back.
 *
 * @param cotangents Of all outputs, row by row, or a function of the outputs that returns them.
 */
export function differentiate(
  problem: TestProblem,
  times: ReadonlyArray<number>,
  cotangents: Float64Array | ((ys: Float64Array) => Float64Array),
  options: Float64Options = {},
): Differentiated {
  const steps: Array<{ readonly t: number; readonly h: number }> = [];
  const solution = solveProblem(problem, times, {
    ...options,
    onStep(event) {
      if (event.accepted) steps.push({ t: event.t, h: event.h });
      options.onStep?.(event);
    },
  });
  const given = typeof cotangents === "function" ? cotangents(solution.ys) : cotangents;
  const { y0, parameters } = solution.pullback(given);
  return {
    solution,
    y0,
    parameters: parameters.length === 0 ? new Float64Array(0) : only(parameters),
    steps,
  };
}

/** Cotangents of the loss Σ y(t1)² from outputs at any number of times, for a state of n numbers. */
export function sumOfSquares(n: number): (ys: Float64Array) => Float64Array {
  return (ys) => ys.map((value, i) => (i < ys.length - n ? 0 : 2 * value));
}
