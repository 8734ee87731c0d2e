import { memoryStore } from "@symplectic-adjoint/checkpoint";
import {
  type Backend,
  type CheckpointStore,
  InvalidArgumentError,
  type MemoryPlan,
  newStatistics,
  type Problem,
  type Statistics,
} from "@symplectic-adjoint/core";
import { type PlanRequest, planCheckpoints, planGiven } from "@symplectic-adjoint/planner";
import { timeStops } from "@symplectic-adjoint/solver";
import type { TapeWindow } from "../checkpointed/checkpoint-options.js";
import { reversalOf } from "../checkpointed/reversal-of.js";
import { type CheckpointFamily, checkedStore } from "../checkpointed/solve-with-checkpoints.js";
import { sizesOf } from "./sizes-of.js";

/** The state that a store has read, and the next one. */
const IN_TRANSIT = 2;
/** States whose values are being read from the device, where that takes time. */
const OUTSTANDING = 4;

/** A strategy with a memory budget. */
export interface BudgetedFamily {
  readonly name: string;
  readonly window: TapeWindow;
  /** In bytes. */
  readonly budget: number;
}

/** The plan of a strategy without a budget. */
export function planOfFamily<A>(
  name: string,
  { schedule, contents, reverse, store: makeStore }: CheckpointFamily,
  window: TapeWindow,
  problem: Problem<A>,
): MemoryPlan {
  const store = checkedStore(makeStore(problem.backend));
  try {
    const request = {
      problem,
      reverse,
      statistics: newStatistics(),
      differentiates: true,
      keepsStages: contents === "stages",
      given: { tapesSeveral: window === "segment" },
    };
    const sizes = sizesOf(request);
    const planned = plannedStore(makeStore === memoryStore ? undefined : store, problem.backend);
    const shared = { ...requestOf(name, window, problem, true), sizes, store: planned };
    return planGiven(shared, { schedule, contents });
  } finally {
    store.clear();
  }
}

/**
 * The plan of a strategy with a budget.
 *
 * @param store That of the option store; undefined: checkpoints are kept in memory.
 * @param statistics Counts the evaluations of f that planning costs.
 * @throws MemoryBudgetError if the budget is too small.
 */
export function planWithin<A>(
  { name, window, budget }: BudgetedFamily,
  problem: Problem<A>,
  store: CheckpointStore<A> | undefined,
  statistics: Statistics,
  differentiates: boolean,
): MemoryPlan {
  refuseUnbounded(problem);
  const { reverse, keptStages = 0 } = problem.method;
  const keepsStages = window === "evaluation" && reverse !== undefined && keptStages > 0;
  const sizes = sizesOf({
    problem,
    reverse: reversalOf(window),
    statistics,
    differentiates,
    keepsStages,
  });
  return planCheckpoints({
    ...requestOf(name, window, problem, differentiates),
    sizes,
    budget,
    store: plannedStore(store, problem.backend),
  });
}

function requestOf<A>(
  strategy: string,
  window: TapeWindow,
  problem: Problem<A>,
  differentiates: boolean,
): Omit<PlanRequest, "sizes" | "budget" | "store"> {
  const { controller, maxNumSteps, speculates } = problem;
  return {
    strategy,
    window,
    differentiates,
    steps: controller.adaptive || problem.events ? undefined : timeStops(problem).length,
    mostSteps: maxNumSteps,
    speculates: speculates === true && controller.predictNext !== undefined,
  };
}

/** @throws InvalidArgumentError if something is kept of every step, whatever the budget. */
function refuseUnbounded<A>({ keepsDense, savesSteps }: Problem<A>): void {
  if (!keepsDense && !savesSteps) return;
  throw new InvalidArgumentError({
    argument: "memoryBudget",
    problem: `cannot be kept with ${keepsDense ? "dense" : "saveSteps"}, which keeps states of every step`,
    remedy: keepsDense
      ? "Leave out one of them; with interpolate: true, any number of output times costs no step."
      : "Leave out one of them, or pass the times at which the state is needed.",
  });
}

/** What the planner has to know of a store. */
function plannedStore<A>(
  store: CheckpointStore<A> | undefined,
  { readsSynchronously }: Pick<Backend<A>, "readsSynchronously">,
): PlanRequest["store"] {
  if (store === undefined) return { name: "memory", shares: true, transit: 0 };
  const { residentBytes } = store;
  return {
    name: store.name,
    shares: false,
    transit: readsSynchronously ? IN_TRANSIT : IN_TRANSIT + OUTSTANDING,
    ...(residentBytes && { residentBytes: (bytes: number) => residentBytes.call(store, bytes) }),
  };
}
