import type { PassStatistics } from "@symplectic-adjoint/core";
import type { TestProblem } from "@symplectic-adjoint/testing";
import { float64, solve, tableaux } from "symplectic-adjoint";
import { type StrategyName, strategies } from "../strategies.js";

export type MethodName = keyof typeof tableaux;

/** The run, and its counters. */
export interface CountedRunSetup<C> {
  readonly method: MethodName;
  readonly strategy: StrategyName;
  readonly problem: TestProblem;
  readonly engine?: typeof float64;
  takeCounts(): C;
}

/** Counts and statistics of one direction. */
export interface CountedPass<C> {
  readonly counts: C;
  readonly statistics: PassStatistics;
}

const TOLERANCE = 1e-4;
const STEP_SIZE = 0.005;
const TIMES = [0, 2.5, 5, 7.5, 10];

/** Intervals between outputs: the continuous adjoint restarts in each. */
export const intervals: number = TIMES.length - 1;

/** Solves to t = 10 with four outputs and pulls back a cotangent of each. */
export function countedRun<C>({
  method,
  strategy,
  problem,
  engine = float64,
  takeCounts,
}: CountedRunSetup<C>): { readonly forward: CountedPass<C>; readonly backward: CountedPass<C> } {
  const solution = solve(problem, problem.y0, TIMES, {
    backend: engine,
    adjoint: strategies[strategy],
    method,
    ...(tableaux[method].error === undefined
      ? { stepSize: STEP_SIZE }
      : { rtol: TOLERANCE, atol: TOLERANCE }),
  });
  const ahead = takeCounts();
  solution.pullback(new Float64Array(TIMES.length * problem.y0.length).fill(1));
  const back = takeCounts();
  const { forward, backward } = solution.stats;
  solution.dispose();
  return {
    forward: { counts: ahead, statistics: { ...forward } },
    backward: { counts: back, statistics: { ...backward } },
  };
}
