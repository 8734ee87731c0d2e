import {
  isReading,
  type Problem,
  type Reading,
  type Step,
  type StepAttempt,
  type StepCut,
  type StepOperations,
} from "@symplectic-adjoint/core";
import { releaseStages } from "./release-stages.js";
import { restart } from "./restart.js";
import { releaseStart, type StepStart } from "./step-start.js";

/** What a replay keeps of each step; the caller must release it. */
export interface ReplayKeeps<V> {
  /** Receives the stages of each step, undefined if its method keeps none. */
  readonly stages?: Array<ReadonlyArray<V> | undefined> | undefined;
  /** Receives the slopes of each step, undefined if they are not wanted. */
  readonly slopes?: Array<ReadonlyArray<V | undefined> | undefined> | undefined;
  /** Whether the slopes of a step are wanted. Default: those of all steps, if `slopes` is given. */
  wantsSlopes?(step: Step, index: number): boolean;
}

/**
 * Replays steps from … to − 1 with the same stage times and bitwise equal results. Returns the to − from + 1 starts of
 * steps, the end of the last one included; the first is `start` itself, the caller must release the others.
 *
 * A step that reused the last stage of the previous one does so in the replay too; the first replayed step evaluates it
 * again. After a step that an event has cut, the next one starts from the state with which the integration continued.
 */
export function* replaySteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: StepStart<V>,
  keeps: ReplayKeeps<V> = {},
): Reading<Array<StepStart<V>>, A> {
  const starts = [start];
  let finished = false;
  const { stages, slopes } = keeps;
  const reach: Reach<V> = (end, taken) => {
    starts.push(end);
    stages?.push(taken.stages);
    slopes?.push(taken.slopes);
  };
  try {
    yield* takeAgain(problem, operations, steps, from, to, start, reach, keeps);
    finished = true;
    return starts;
  } finally {
    if (!finished) {
      for (const made of starts.slice(1)) releaseStart(problem, operations, made);
      for (const kept of [...(stages?.splice(0) ?? []), ...(slopes?.splice(0) ?? [])])
        if (kept !== undefined) releaseStages(problem, operations, kept);
    }
  }
}

/** Replays steps like {@link replaySteps}, but returns only the end of the last one, which the caller must release. */
export function* advanceSteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: StepStart<V>,
): Reading<StepStart<V>, A> {
  let at = start;
  let finished = false;
  const leave = () => {
    if (at !== start) releaseStart(problem, operations, at);
  };
  try {
    yield* takeAgain(problem, operations, steps, from, to, start, (end) => {
      leave();
      at = end;
    });
    finished = true;
    return at;
  } finally {
    if (!finished) leave();
  }
}

/** Called with the end of each step, from which the next one starts, and with what its attempt kept. */
type Reach<V> = (
  end: StepStart<V>,
  taken: Pick<StepAttempt<V, unknown>, "stages" | "slopes">,
) => void;

function* takeAgain<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: StepStart<V>,
  reach: Reach<V>,
  keeps: ReplayKeeps<V> = {},
): Reading<void, A> {
  const { backend, method } = problem;
  const release = (value: V | undefined) => {
    if (value !== undefined) backend.release(operations.stateOf(value));
  };
  const { stages, slopes } = keeps;
  let { y, memory } = start;
  let handedOver: V | undefined;
  try {
    for (let n = from; n < to; n++) {
      const step = steps.at(n) as Step;
      const { t, h, end, firstStageTime, cut } = step;
      const answer = method.attempt(problem, operations, {
        t,
        h,
        end,
        firstStageTime,
        y,
        memory,
        startSlope: handedOver,
        estimatesError: false,
        handsOver: n + 1 < to && (steps.at(n + 1) as Step).reusesLastStage ? "always" : "no",
        keepsStages: stages !== undefined,
        keepsSlopes: slopes !== undefined && (keeps.wantsSlopes?.(step, n) ?? true),
      });
      const taken = isReading(answer) ? yield* answer : answer;
      if (taken.startSlope !== handedOver) release(taken.startSlope);
      release(handedOver);
      handedOver = taken.endSlope;
      let after: StepStart<V> = { y: taken.next, memory: taken.memory };
      if (cut !== undefined && !cut.ends)
        after = yield* restartAfter(problem, operations, cut, taken);
      ({ y, memory } = after);
      reach(after, taken);
    }
  } finally {
    release(handedOver);
  }
}

/** The start of the step after a cut. Frees the end of the step, and what its attempt kept if that fails. */
function* restartAfter<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  cut: StepCut,
  { next: y, memory, stages = [], slopes = [] }: StepAttempt<V, A>,
): Reading<StepStart<V>, A> {
  let restarted = false;
  try {
    const start = yield* restart(problem, operations, cut);
    restarted = true;
    return start;
  } finally {
    releaseStart(problem, operations, { y, memory });
    if (!restarted) releaseStages(problem, operations, [...stages, ...slopes]);
  }
}
