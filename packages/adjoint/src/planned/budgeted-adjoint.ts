import { memoryStore } from "@symplectic-adjoint/checkpoint";
import {
  type Adjoint,
  type ForwardPass,
  type MemoryPlan,
  newStatistics,
  type Problem,
  type Reading,
  type SolveMode,
} from "@symplectic-adjoint/core";
import { type MemoryBudget, parseMemoryBudget } from "@symplectic-adjoint/planner";
import type { CheckpointOptions, TapeWindow } from "../checkpointed/checkpoint-options.js";
import { reversalOf } from "../checkpointed/reversal-of.js";
import { checkedStore, solveWithCheckpoints } from "../checkpointed/solve-with-checkpoints.js";
import { type BudgetedFamily, planWithin } from "./plan-of-family.js";

/** The parts of a strategy with a memory budget. */
export interface BudgetedParts extends Pick<CheckpointOptions, "store"> {
  readonly name: string;
  readonly window: TapeWindow;
  readonly memoryBudget: MemoryBudget;
}

/**
 * A checkpointing strategy that plans, at the beginning of each solve, which checkpoints to keep so that the solve and
 * its pullback stay within a number of bytes.
 */
export function budgetedAdjoint({ name, window, store, memoryBudget }: BudgetedParts): Adjoint {
  const family = { name, window, budget: parseMemoryBudget(memoryBudget) };
  return Object.freeze({
    name,
    exact: true,
    solve: <A>(problem: Problem<A>, mode: SolveMode) => solve(family, store, problem, mode),
    plan: <A>(problem: Problem<A>) => plan(family, store, problem),
  });
}

function* solve<A>(
  family: BudgetedFamily,
  makeStore: CheckpointOptions["store"],
  problem: Problem<A>,
  mode: SolveMode,
): Reading<ForwardPass<A>, A> {
  const statistics = newStatistics();
  const store = makeStore && checkedStore(makeStore(problem.backend));
  let planned: MemoryPlan | undefined;
  try {
    planned = planWithin(family, problem, store, statistics, mode !== "value");
  } finally {
    if (planned === undefined) store?.clear();
  }
  const { schedule, contents } = planned;
  const choices = {
    schedule,
    contents,
    reverse: reversalOf(family.window),
    // Made above, for this solve.
    store: store === undefined ? memoryStore : () => store as never,
  };
  return yield* solveWithCheckpoints(choices, problem, mode, { plan: planned, statistics });
}

function plan<A>(
  family: BudgetedFamily,
  makeStore: CheckpointOptions["store"],
  problem: Problem<A>,
): MemoryPlan {
  const store = makeStore && checkedStore(makeStore(problem.backend));
  try {
    return planWithin(family, problem, store, newStatistics(), true);
  } finally {
    store?.clear();
  }
}
