import type { PassStatistics } from "@symplectic-adjoint/core";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { float64, solve, tableaux } from "symplectic-adjoint";
import { type StrategyName, strategies } from "../strategies.js";
import { type CallCounts, countingEngine } from "./call-counts.js";
import { backwardCounts, type ExpectedCounts, forwardCounts } from "./expected-counts.js";

export type MethodName = keyof typeof tableaux;

/** One direction of a solve: what was called, what the statistics say, and what the formulas say. */
export interface Pass {
  readonly counted: CallCounts;
  readonly statistics: PassStatistics;
  readonly expected: ExpectedCounts;
  /** Whether all three agree, for every kind of call. */
  readonly agrees: boolean;
}

/** A solve and its pullback, counted. */
export interface CountedSolve {
  readonly method: MethodName;
  readonly strategy: StrategyName;
  readonly forward: Pass;
  readonly backward: Pass;
}

const TOLERANCE = 1e-4;
const STEP_SIZE = 0.005;
const TIMES = [0, 2.5, 5, 7.5, 10];

/** Lotka–Volterra to t = 10 with four outputs, all of which have a cotangent. */
export function countSolve(method: MethodName, strategy: StrategyName): CountedSolve {
  const problem = lotkaVolterra();
  const tableau = tableaux[method];
  const { engine, takeCounts } = countingEngine(float64);
  const solution = solve(problem, problem.y0, TIMES, {
    backend: engine,
    adjoint: strategies[strategy],
    method,
    ...(tableau.error === undefined
      ? { stepSize: STEP_SIZE }
      : { rtol: TOLERANCE, atol: TOLERANCE }),
  });
  const forwardCalls = takeCounts();
  solution.pullback(new Float64Array(TIMES.length * problem.y0.length).fill(1));
  const backwardCalls = takeCounts();
  const { forward, backward } = solution.stats;
  solution.dispose();

  const ahead = { ...forward, intervals: 1 };
  const back = { ...backward, intervals: TIMES.length - 1 };
  return {
    method,
    strategy,
    forward: pass(forwardCalls, forward, forwardCounts(strategy, tableau, ahead)),
    backward: pass(backwardCalls, backward, backwardCounts(strategy, tableau, ahead, back)),
  };
}

function pass(counted: CallCounts, statistics: PassStatistics, expected: ExpectedCounts): Pass {
  const kinds = ["evaluations", "recorded", "vjps"] as const;
  const agrees = kinds.every(
    (kind) => counted[kind] === expected[kind] && statistics[kind] === expected[kind],
  );
  return { counted, statistics: { ...statistics }, expected, agrees };
}
