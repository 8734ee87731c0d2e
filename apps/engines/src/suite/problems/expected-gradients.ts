import { float64 } from "@symplectic-adjoint/backend-float64";
import { only } from "@symplectic-adjoint/testing";
import { type OdeOptions, solve } from "symplectic-adjoint";
import type { HostTensor } from "../host/host-tensor.js";
import type { Strategy } from "../support/strategies.js";
import { type ProblemNumbers, split, splitRows } from "./tensor-problem.js";

/** Results in double precision, array by array. */
export interface Expected {
  readonly ys: ReadonlyArray<HostTensor>;
  readonly y0: ReadonlyArray<HostTensor>;
  readonly parameters: ReadonlyArray<HostTensor>;
}

/** Irregular cotangents of all outputs, flat, exact in float32. */
export function cotangentsOf({ onHost }: ProblemNumbers, rows: number): Float64Array {
  return Float64Array.from({ length: rows * onHost.y0.length }, (_, i) =>
    Math.fround(Math.sin(2 + i)),
  );
}

/** The solution and its gradients by the float64 backend. */
export function expectedGradients(
  problem: ProblemNumbers,
  { adjoint }: Pick<Strategy, "adjoint">,
  times: ReadonlyArray<number>,
  options: OdeOptions<Float64Array>,
): Expected {
  const { onHost, state, parameters } = problem;
  const solution = solve(onHost, onHost.y0, times, {
    ...options,
    backend: float64,
    adjoint: adjoint(),
  });
  const gradients = solution.pullback(cotangentsOf(problem, times.length));
  return {
    ys: splitRows(solution.ys, state, times.length),
    y0: split(gradients.y0, state),
    parameters: split(only(gradients.parameters), parameters),
  };
}
