import type { PassStatistics } from "@symplectic-adjoint/core";
import { lotkaVolterra } from "@symplectic-adjoint/testing";
import { float64, tableaux } from "symplectic-adjoint";
import type { StrategyName } from "../strategies.js";
import { type CallCounts, countingEngine } from "./call-counts.js";
import { type CountedPass, countedRun, intervals, type MethodName } from "./counted-run.js";
import { countingFunction, type FunctionCalls } from "./counting-function.js";
import { backwardCounts, type ExpectedCounts, forwardCounts } from "./expected-counts.js";

/** One direction of a solve, counted in two ways, compared with the formulas. */
export interface Pass {
  /** Calls of the backend's dynamics, without fused steps. */
  readonly counted: CallCounts;
  /** Calls of the user's function in a separate run, in which the backend may use fused steps. */
  readonly functionCalls: FunctionCalls;
  readonly statistics: PassStatistics;
  readonly expected: ExpectedCounts;
  /** Whether calls and statistics of both runs equal the formulas. */
  readonly agrees: boolean;
}

/** A solve and its pullback, counted. */
export interface CountedSolve {
  readonly method: MethodName;
  readonly strategy: StrategyName;
  readonly forward: Pass;
  readonly backward: Pass;
}

/** Counts Lotka–Volterra under a method and a strategy. */
export function countSolve(method: MethodName, strategy: StrategyName): CountedSolve {
  const problem = lotkaVolterra();
  const tableau = tableaux[method];
  const { engine, ...calls } = countingEngine(float64);
  const byOperation = countedRun({ method, strategy, problem, engine, ...calls });
  const { func, takeCounts } = countingFunction(problem);
  const byFunction = countedRun({ method, strategy, problem: func, takeCounts });

  const ahead = { ...byOperation.forward.statistics, intervals: 1 };
  const back = { ...byOperation.backward.statistics, intervals };
  const forward = forwardCounts(strategy, tableau, ahead);
  const backward = backwardCounts(strategy, tableau, ahead, back);
  // A hand-written VJP contains the evaluation that it linearizes, so the symplectic adjoint does not count it.
  const unseen = strategy === "odeintSymplecticAdjoint" ? backward.recorded : 0;
  return {
    method,
    strategy,
    forward: pass(byOperation.forward, byFunction.forward, forward, 0),
    backward: pass(byOperation.backward, byFunction.backward, backward, unseen),
  };
}

function pass(
  { counts, statistics }: CountedPass<CallCounts>,
  byFunction: CountedPass<FunctionCalls>,
  expected: ExpectedCounts,
  unseen: number,
): Pass {
  const kinds = ["evaluations", "recorded", "vjps"] as const;
  const agrees =
    kinds.every((kind) =>
      [counts, statistics, byFunction.statistics].every((each) => each[kind] === expected[kind]),
    ) &&
    byFunction.counts.evaluate === expected.evaluations - unseen &&
    byFunction.counts.vjp === expected.vjps;
  return { counted: counts, functionCalls: byFunction.counts, statistics, expected, agrees };
}
