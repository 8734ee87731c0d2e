import { applyForward, memoryStore } from "@symplectic-adjoint/checkpoint";
import {
  type Adjoint,
  type CheckpointSchedule,
  checkOptions,
  checkValue,
  type ForwardPass,
  functionRequirement,
  InvalidArgumentError,
  newStatistics,
  nonEmptyString,
  type Problem,
  type Reading,
  type Requirement,
  required,
  type SolveMode,
  type State,
  scheduleContract,
  storeContract,
} from "@symplectic-adjoint/core";
import {
  forwardTally,
  integrate,
  plainOperations,
  type StepObserver,
  timeStops,
} from "@symplectic-adjoint/solver";
import { gradientSink } from "../pullback/gradient-sink.js";
import { pullbackGuard } from "../pullback/pullback-guard.js";
import { checkpointLayout } from "./checkpoint-layout.js";
import {
  type CheckpointOptions,
  checkpointOptionTable,
  refuseUnusedStages,
} from "./checkpoint-options.js";
import { reversalOf } from "./reversal-of.js";
import { reverseAll } from "./reverse-all.js";
import type { ReverseSteps } from "./reverse-steps.js";

/** The parts of a checkpointing strategy. */
export interface CheckpointedAdjointParts extends CheckpointOptions {
  readonly name: string;
  readonly schedule: CheckpointSchedule;
  /** How to reverse a segment of steps, instead of a `window`. */
  readonly reverse?: ReverseSteps | undefined;
}

const STORE = required(storeContract);

const PARTS: Readonly<Record<keyof CheckpointedAdjointParts, Requirement>> = {
  name: required(nonEmptyString('Write a name: name: "my strategy".')),
  ...checkpointOptionTable,
  schedule: required(scheduleContract),
  reverse: functionRequirement("Write reverse: reverseSymplectically, or leave it out."),
};

/**
 * An exact adjoint that stores checkpoints and replays steps in the backward pass. Four choices make up the family; they
 * are independent of each other, and all combinations give the same gradient, up to rounding:
 *
 * - `window`: how much is on a tape at once, or `reverse`, a reversal of segments of your own;
 * - `contents`: what a checkpoint contains;
 * - `schedule`: which steps have one;
 * - `store`: where they are.
 *
 *     strategy                window          contents     schedule      evaluations per step, backward
 *     backpropagation         the solution    –            –             0, all are recorded in the forward pass
 *     one checkpoint          segment         state        startOnly     s recorded
 *     checkpoint per step     segment         state        everyStep     s recorded
 *     symplectic adjoint      evaluation      state        everyStep     s − 1, and s recorded
 *     the same with stages    evaluation      stages       everyStep     s recorded
 *
 * With a window the gradient is bitwise the same for all schedules, contents, and stores of full precision, if it is an
 * evaluation or a step.
 *
 * @throws UnknownOptionError | InvalidArgumentError if a part is missing, unknown or invalid, or if two of them contradict
 * each other.
 */
export function checkpointedAdjoint(parts: CheckpointedAdjointParts): Adjoint {
  checkOptions("checkpointedAdjoint", parts, PARTS);
  const { name, schedule, store = memoryStore, contents = "state", window, reverse } = parts;
  if (reverse !== undefined && window !== undefined) throw bothGiven(window);
  if (reverse === undefined) refuseUnusedStages(contents, window ?? "evaluation");
  const family: Family = {
    schedule,
    store,
    contents,
    reverse: reverse ?? reversalOf(window ?? "evaluation"),
  };
  return Object.freeze({
    name,
    exact: true,
    solve: <A>(problem: Problem<A>, mode: SolveMode) => solve(family, problem, mode),
  });
}

/** The four choices. */
interface Family {
  readonly schedule: CheckpointSchedule;
  readonly store: NonNullable<CheckpointOptions["store"]>;
  readonly contents: NonNullable<CheckpointOptions["contents"]>;
  readonly reverse: ReverseSteps;
}

function* solve<A>(
  { schedule, store: makeStore, contents, reverse }: Family,
  problem: Problem<A>,
  mode: SolveMode,
): Reading<ForwardPass<A>, A> {
  const { backend, dynamics, controller, method } = problem;
  const statistics = newStatistics();
  const changed = dynamics.watchParameters();
  const store = makeStore(backend);
  checkValue("What the option store returned", store, STORE);
  // If the controller knows its grid, pass the number of steps to the schedule.
  const total = controller.adaptive ? undefined : timeStops(problem).length;

  const operations = plainOperations(problem, statistics.forward);
  const layout = checkpointLayout(problem, operations, contents);
  const { bytes, keepsStages } = layout;
  const checkpoints = { schedule, store, total, bytes };
  const observer: StepObserver<State<A>, A> = {
    keepsStages,
    accepted: (index, _, before, __, stages) =>
      applyForward(checkpoints, index, layout.checkpointOf(before, stages)),
  };

  let finished = false;
  try {
    const { outputs, steps, outcome } = yield* integrate(
      problem,
      operations,
      forwardTally(statistics),
      mode === "value" ? {} : observer,
    );
    const guard = pullbackGuard(dynamics, mode, outcome, statistics, changed);
    finished = true;
    return {
      outputs,
      steps,
      outcome,
      statistics,
      *pullback(cotangents, wrt, times) {
        const { keep } = guard.enter(times);
        const parameters = wrt.map((i) => dynamics.parameters[i] as A);
        const sink = gradientSink(backend, problem.y0, parameters, method.memory);
        const pass = statistics.backward;
        const context = { problem, steps, cotangents, wrt, pass, sink, keepsStages };
        return yield* reverseAll(context, { schedule, store, layout, keep, reverse });
      },
      release: () => guard.release(() => store.clear()),
    };
  } finally {
    if (!finished) store.clear();
  }
}

function bothGiven(window: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "window",
    value: window,
    problem: "was given together with reverse, which decides what is on a tape",
    remedy: "Leave out one of them.",
  });
}
