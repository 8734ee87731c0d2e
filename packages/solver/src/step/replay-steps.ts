import {
  isReading,
  type Problem,
  type Reading,
  type Step,
  type StepOperations,
} from "@symplectic-adjoint/core";
import { releaseStages } from "./release-stages.js";
import { releaseStart, type StepStart } from "./step-start.js";

/**
 * Replays steps from … to − 1 with the same stage times and bitwise equal results. Returns the to − from + 1 starts of
 * steps, the end of the last one included; the first is `start` itself, the caller must release the others.
 *
 * A step that reused the last stage of the previous one does so in the replay too; the first replayed step evaluates it
 * again.
 *
 * @param stages Receives the stages of each step, undefined if its method keeps none; the caller must release them too.
 */
export function* replaySteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: StepStart<V>,
  stages?: Array<ReadonlyArray<V> | undefined> | undefined,
): Reading<Array<StepStart<V>>, A> {
  const starts = [start];
  let finished = false;
  const reach: Reach<V> = (end, kept) => {
    starts.push(end);
    stages?.push(kept);
  };
  try {
    yield* takeAgain(problem, operations, steps, from, to, start, reach, stages !== undefined);
    finished = true;
    return starts;
  } finally {
    if (!finished) {
      for (const made of starts.slice(1)) releaseStart(problem, operations, made);
      for (const kept of stages?.splice(0) ?? [])
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

/** Called with the end of each step, and with its stages if they are kept. */
type Reach<V> = (end: StepStart<V>, stages: ReadonlyArray<V> | undefined) => void;

function* takeAgain<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: StepStart<V>,
  reach: Reach<V>,
  keepsStages = false,
): Reading<void, A> {
  const { backend, method } = problem;
  const release = (value: V | undefined) => {
    if (value !== undefined) backend.release(operations.stateOf(value));
  };
  let { y, memory } = start;
  let handedOver: V | undefined;
  try {
    for (let n = from; n < to; n++) {
      const { t, h, end, firstStageTime } = steps.at(n) as Step;
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
        keepsStages,
      });
      const taken = isReading(answer) ? yield* answer : answer;
      if (taken.startSlope !== handedOver) release(taken.startSlope);
      release(handedOver);
      handedOver = taken.endSlope;
      ({ next: y, memory } = taken);
      reach({ y, memory }, taken.stages);
    }
  } finally {
    release(handedOver);
  }
}
