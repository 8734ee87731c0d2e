import { applyForward } from "@symplectic-adjoint/checkpoint";
import {
  type CheckpointSchedule,
  type CheckpointStore,
  checkValue,
  type ForwardPass,
  type MemoryPlan,
  type MemoryStatistics,
  newStatistics,
  type Problem,
  type Reading,
  required,
  type SolveMode,
  type State,
  type Statistics,
  storeContract,
} from "@symplectic-adjoint/core";
import {
  forwardTally,
  integrate,
  plainOperations,
  type StepObserver,
  timeStops,
} from "@symplectic-adjoint/solver";
import { discreteAbilities } from "../pullback/discrete-abilities.js";
import { forwardPass } from "../pullback/forward-pass.js";
import { pullbackGuard } from "../pullback/pullback-guard.js";
import { withOwnStart } from "../pullback/with-own-start.js";
import { checkpointLayout } from "./checkpoint-layout.js";
import type { CheckpointOptions } from "./checkpoint-options.js";
import { reverseAll } from "./reverse-all.js";
import { reverseContext } from "./reverse-context.js";
import type { ReverseSteps } from "./reverse-steps.js";

const STORE = required(storeContract);

/** The four choices of a checkpointing strategy. */
export interface CheckpointFamily {
  readonly schedule: CheckpointSchedule;
  readonly store: NonNullable<CheckpointOptions["store"]>;
  readonly contents: NonNullable<CheckpointOptions["contents"]>;
  readonly reverse: ReverseSteps;
}

/** What was decided for a solve with a memory budget. */
export interface PlannedSolve {
  readonly plan: MemoryPlan;
  /** Statistics that already count what planning cost. */
  readonly statistics: Statistics;
}

/** Solves a problem with checkpoints, and returns its pullback. */
export function* solveWithCheckpoints<A>(
  { schedule, store: makeStore, contents, reverse }: CheckpointFamily,
  problem: Problem<A>,
  mode: SolveMode,
  planned?: PlannedSolve,
): Reading<ForwardPass<A>, A> {
  const { backend, dynamics, controller, method } = problem;
  const statistics = planned?.statistics ?? newStatistics();
  const changed = dynamics.watchParameters();
  const store = checkedStore(makeStore(backend));
  // If the controller knows its grid, pass the number of steps to the schedule.
  // Events divide steps, or end the integration.
  const isKnown = !controller.adaptive && problem.events === undefined;
  const stops = isKnown ? timeStops(problem) : undefined;

  const operations = plainOperations(problem, statistics.forward);
  const layout = checkpointLayout(problem, operations, contents);
  const { bytes, keepsStages } = layout;
  const checkpoints = { schedule, store, total: stops?.length, bytes };
  const memory: MemoryStatistics = {
    schedule,
    store: store.name,
    contents,
    checkpointBytes: bytes,
    checkpoints: 0,
    recomputed: 0,
    plan: planned?.plan,
  };
  if (mode !== "value") statistics.memory = memory;
  const count = () => {
    memory.checkpoints = Math.max(memory.checkpoints, store.steps().length);
  };
  const observer: StepObserver<State<A>, A> = {
    keepsStages,
    accepted(index, _, before, __, stages) {
      // Those of the step before, which may have waited for the store.
      count();
      return applyForward(checkpoints, index, layout.checkpointOf(before, stages));
    },
  };

  const isStartNeeded = problem.save !== undefined || method.begin !== undefined;
  const start = withOwnStart(problem, mode !== "value" && isStartNeeded);
  const free = () => {
    store.clear();
    start.release();
  };
  let finished = false;
  try {
    const trajectory = yield* integrate(
      problem,
      operations,
      forwardTally(statistics),
      mode === "value" ? {} : observer,
      stops,
    );
    count();
    const { outcome } = trajectory;
    const guard = pullbackGuard(dynamics, mode, outcome, statistics, changed);
    finished = true;
    return forwardPass(trajectory, statistics, {
      guard,
      abilities: discreteAbilities(problem),
      gradients(cotangents, wrt, request, keep) {
        const { problem: own } = start;
        const { memory: carried } = method;
        const context = reverseContext(
          { problem: own, trajectory, statistics, memory: carried, keepsStages },
          cotangents,
          wrt,
          request,
        );
        return reverseAll(context, {
          schedule,
          store,
          layout,
          keep,
          reverse,
          advancing(from, to) {
            memory.recomputed += to - from;
          },
          count,
        });
      },
      free,
    });
  } finally {
    if (!finished) free();
  }
}

/** @throws InvalidArgumentError if the option store made anything but a store. */
export function checkedStore<A>(store: CheckpointStore<A>): CheckpointStore<A> {
  checkValue("What the option store returned", store, STORE);
  return store;
}
