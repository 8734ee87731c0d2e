import type { Reading, State, Step } from "@symplectic-adjoint/core";
import {
  releaseStages,
  releaseStart,
  replaySteps,
  type StepStart,
  splitCarried,
} from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { attemptsOnTape } from "./attempts-on-tape.js";
import { borrowed } from "./cotangent-ledger.js";
import { startSeeds } from "./start-seeds.js";
import { sweepSteps, type TapedStep } from "./sweep-steps.js";
import { finishSweep } from "./sweep-tape.js";
import { newTape, type Tape, type TapedState } from "./tape.js";
import { TapeSweep } from "./tape-sweep.js";

/**
 * Reverses a segment of steps by replaying all of them on one tape and sweeping it.
 *
 * Memory: the records of all evaluations of the segment. Cost: one recorded evaluation per active stage and step.
 */
export function* reverseOnTape<A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): Reading<void, A> {
  const { problem, steps, wrt, pass, sink, within } = context;
  const indices = Array.from({ length: to - from }, (_, i) => from + i);
  // With λ⁺ = 0 and no other cotangents, the steps contribute nothing.
  if (sink.lambda === undefined && !indices.some((n) => hasCotangents(context, n))) return;
  const keepsTimes = indices.some((n) => within?.timeSinkOf(n) !== undefined);
  const tape = newTape(problem, pass, keepsTimes);
  const { begin } = tape.operations;
  const { y, memory } = splitCarried(start, problem.y0.length);
  let first: StepStart<TapedState<A>> | undefined;
  let segment: TapedSegment<A> | undefined;
  const options = {
    backend: problem.backend,
    wrt,
    pass,
    sink,
    keep: false,
    timeSinkOf: (n: number) => within?.timeSinkOf(n),
  };
  try {
    first = { y: begin(y), memory: memory.map(begin) };
    segment = yield* recordSegment(context, tape, first, from, to, keepsTimes);
    const { starts, at } = segment;
    const sweep = new TapeSweep(tape, options);
    try {
      const { cut } = steps.at(to - 1) as Step;
      if (sink.lambda !== undefined && cut === undefined)
        for (const { id, cotangent } of startSeeds(starts[to - from] as typeof first, sink.lambda))
          sweep.seed(id, 1, borrowed(cotangent));
      sweepSteps(context, sweep, at, from, to);
      sweep.downTo(0);
      const ids = [first.y, ...first.memory].map(({ id }) => id);
      finishSweep(sweep, ids, { ...options, like: problem.y0 });
    } finally {
      sweep.release();
    }
  } finally {
    segment?.release();
    if (first !== undefined) releaseStart(problem, tape.operations, first);
    tape.release();
  }
}

/** Steps that were recorded on a tape. */
interface TapedSegment<A> {
  /** The start of each step, and the end of the last one. */
  readonly starts: ReadonlyArray<StepStart<TapedState<A>>>;
  at(n: number): TapedStep<A>;
  /** Frees the values. */
  release(): void;
}

/** Replays steps on the tape. Of their values, which the tape does not need, those are kept that their cotangents need. */
function* recordSegment<A>(
  context: ReverseContext<A>,
  tape: Tape<A>,
  first: StepStart<TapedState<A>>,
  from: number,
  to: number,
  keepsTimes: boolean,
): Reading<TapedSegment<A>, A> {
  const { problem, steps, within } = context;
  const { operations } = tape;
  let count = from;
  const watched = keepsTimes
    ? attemptsOnTape(problem, tape, (attempt) => {
        attempt.step = count++;
      })
    : problem;
  const kept: Array<ReadonlyArray<TapedState<A> | undefined> | undefined> = [];
  const keeps = within && {
    slopes: kept,
    wantsSlopes: (_: Step, n: number) => within.loads(n) || within.needs(n) === "slopes",
  };
  const starts = yield* replaySteps(watched, operations, steps, from, to, first, keeps);
  const needs = (n: number) =>
    within?.concerns(n) === true &&
    (within.needs(n) !== "nothing" || within.timeSinkOf(n) !== undefined);
  const releaseSlopes = (n: number) => {
    const slopes = kept[n - from];
    if (slopes !== undefined) releaseStages(problem, operations, slopes);
  };
  const releaseStartOf = (n: number) => {
    // The caller owns the first one.
    if (n > from) releaseStart(problem, operations, starts[n - from] as typeof first);
  };
  // The values of step n are its start, its slopes, and the start of the next one.
  const isStartNeeded = (n: number) => (n < to && needs(n)) || (n > from && needs(n - 1));
  const isNeeded = Array.from({ length: to - from + 1 }, (_, i) => isStartNeeded(from + i));
  const areSlopesNeeded = Array.from({ length: to - from }, (_, i) => needs(from + i));
  for (let n = from; n <= to; n++) if (!isNeeded[n - from]) releaseStartOf(n);
  for (let n = from; n < to; n++) if (!areSlopesNeeded[n - from]) releaseSlopes(n);
  return {
    starts,
    at(n) {
      const [before, after] = [starts[n - from], starts[n - from + 1]] as [
        StepStart<TapedState<A>>,
        StepStart<TapedState<A>>,
      ];
      const isCut = (steps.at(n) as Step).cut !== undefined;
      const slopes = kept[n - from];
      return {
        start: before.y.id,
        end: isCut ? undefined : after.y.id,
        slopes: slopes?.map((slope) => slope?.id),
        values: areSlopesNeeded[n - from]
          ? {
              start: before.y.state,
              next: isCut ? undefined : after.y.state,
              slopes: slopes?.map((slope) => slope?.state),
            }
          : undefined,
      };
    },
    release() {
      for (let n = from; n <= to; n++) if (isNeeded[n - from]) releaseStartOf(n);
      for (let n = from; n < to; n++) if (areSlopesNeeded[n - from]) releaseSlopes(n);
    },
  };
}

/** Whether step n reaches an output that has a cotangent, or something within it has one. */
function hasCotangents<A>({ steps, cotangents, within }: ReverseContext<A>, n: number): boolean {
  if (within !== undefined) return within.concerns(n);
  return (steps.at(n) as Step).outputs.some(({ index }) => cotangents[index] !== undefined);
}
