import {
  applyForward,
  bytesOf,
  memoryStore,
  reverseWithCheckpoints,
} from "@symplectic-adjoint/checkpoint";
import {
  type Adjoint,
  type Backend,
  type CheckpointSchedule,
  type CheckpointStore,
  checkOptions,
  checkValue,
  type ForwardPass,
  functionRequirement,
  type Gradients,
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
  advanceSteps,
  carriedState,
  forwardTally,
  integrate,
  plainOperations,
  type StepStart,
  splitCarried,
  timeStops,
} from "@symplectic-adjoint/solver";
import { gradientSink } from "../pullback/gradient-sink.js";
import { pullbackGuard } from "../pullback/pullback-guard.js";
import { reverseBeginning } from "../tape/reverse-beginning.js";
import type { ReverseContext, ReverseSteps } from "./reverse-steps.js";

/** Options of a checkpointing strategy. */
export interface CheckpointOptions {
  /** Which states to store. */
  readonly schedule?: CheckpointSchedule | undefined;
  /** Creates the store of one solution. Default: in memory. */
  readonly store?: (<A>(backend: Backend<A>) => CheckpointStore<A>) | undefined;
}

/** The parts of a checkpointing strategy. */
export interface CheckpointedAdjointParts extends CheckpointOptions {
  readonly name: string;
  readonly schedule: CheckpointSchedule;
  readonly reverse: ReverseSteps;
}

/** Requirements on the options of checkpointing strategies. */
export const checkpointOptionTable: Readonly<Record<keyof CheckpointOptions, Requirement>> = {
  schedule: scheduleContract,
  store: functionRequirement("Write store: (backend) => memoryStore(backend), or leave it out."),
};

const STORE = required(storeContract);

const PARTS: Readonly<Record<keyof CheckpointedAdjointParts, Requirement>> = {
  name: required(nonEmptyString('Write a name: name: "my strategy".')),
  schedule: required(scheduleContract),
  reverse: required(functionRequirement("Write reverse: reverseSymplectically, or reverseOnTape.")),
  store: checkpointOptionTable.store,
};

/**
 * An exact adjoint that stores checkpoints and replays steps in the backward pass. The schedule decides which states to
 * store, the store where, and `reverse` how to reverse a segment; all combinations give the same gradient up to
 * rounding.
 *
 * @throws UnknownOptionError | InvalidArgumentError if a part is missing, unknown or invalid.
 */
export function checkpointedAdjoint(parts: CheckpointedAdjointParts): Adjoint {
  checkOptions("checkpointedAdjoint", parts, PARTS);
  return Object.freeze({
    name: parts.name,
    exact: true,
    solve: <A>(problem: Problem<A>, mode: SolveMode) => solve(parts, problem, mode),
  });
}

function* solve<A>(
  { schedule, reverse, store: makeStore = memoryStore }: CheckpointedAdjointParts,
  problem: Problem<A>,
  mode: SolveMode,
): Reading<ForwardPass<A>, A> {
  const { backend, dynamics, controller } = problem;
  const statistics = newStatistics();
  const changed = dynamics.watchParameters();
  const store = makeStore(backend);
  checkValue("What the option store returned", store, STORE);
  // If the controller knows its grid, pass the number of steps to the schedule.
  const total = controller.adaptive ? undefined : timeStops(problem).length;

  const operations = plainOperations(problem, statistics.forward);
  const bytes = (1 + (problem.method.memory ?? 0)) * bytesOf(problem.y0, backend);
  const checkpoints = { schedule, store, total, bytes };
  const observer =
    mode === "value"
      ? {}
      : {
          accepted: (index: number, _: unknown, before: StepStart<State<A>>) =>
            applyForward(checkpoints, index, carriedState(operations, before)),
        };

  let finished = false;
  try {
    const { outputs, steps, outcome } = yield* integrate(
      problem,
      operations,
      forwardTally(statistics),
      observer,
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
        const sink = gradientSink(backend, problem.y0, parameters, problem.method.memory);
        const pass = statistics.backward;
        const context = { problem, steps, cotangents, wrt, pass, sink };
        return yield* reverseAll(context, { schedule, store, bytes, keep, reverse });
      },
      release: () => guard.release(() => store.clear()),
    };
  } finally {
    if (!finished) store.clear();
  }
}

interface ReversePlan<A> {
  readonly schedule: CheckpointSchedule;
  readonly store: CheckpointStore<A>;
  readonly bytes: number;
  readonly keep: boolean;
  readonly reverse: ReverseSteps;
}

function* reverseAll<A>(
  context: ReverseContext<A>,
  { schedule, store, bytes, keep, reverse }: ReversePlan<A>,
): Reading<Gradients<A>, A> {
  const { problem, steps, cotangents, sink } = context;
  const { backend } = problem;
  let finished = false;
  try {
    yield* reverseWithCheckpoints({
      schedule,
      store,
      backend,
      total: steps.length,
      bytes,
      keepCheckpoints: keep,
      advance: (state, from, to) => advance(context, state, from, to),
      reverse: (state, from, to) => reverse(context, state, from, to),
    });
    sink.addOutput(cotangents[0]);
    yield* reverseBeginning(context);
    const gradients = sink.finish();
    finished = true;
    return gradients;
  } finally {
    // The computation failed, or was cancelled while it waited.
    if (!finished) sink.release();
  }
}

/**
 * The state before step `to`, from the one before step `from`, not recorded; for methods with memory followed by it.
 */
function* advance<A>(
  { problem, steps, pass }: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): Reading<State<A>, A> {
  const operations = plainOperations(problem, pass);
  const first = splitCarried(start, problem.y0.length);
  return carriedState(operations, yield* advanceSteps(problem, operations, steps, from, to, first));
}
