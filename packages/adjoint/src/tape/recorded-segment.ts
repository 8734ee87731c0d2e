import type { Reading, State, Step } from "@symplectic-adjoint/core";
import {
  releaseStages,
  releaseStart,
  replaySteps,
  type StepStart,
} from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import type { WithinSteps } from "../within/within-port.js";
import { attemptsOnTape } from "./attempts-on-tape.js";
import type { TapedStep } from "./sweep-steps.js";
import type { Tape, TapedState } from "./tape.js";

/** Steps that were replayed on a tape. */
export interface RecordedSegment<A> {
  /** The end of the last one: its ids alone matter. */
  readonly end: StepStart<TapedState<A>>;
  /** Where a step is on the tape, and what its cotangents need. */
  at(n: number): TapedStep<A>;
  /** Frees the values. */
  release(): void;
}

/**
 * Replays steps from … to − 1 on the tape. Of their values, which the tape itself does not need, those are kept that the
 * cotangents of what lies within the steps need.
 *
 * @param first The start of the first step, which the caller owns.
 * @param keepsTimes Whether the tape is kept for gradients for times.
 */
export function* recordSegment<A>(
  context: ReverseContext<A>,
  tape: Tape<A>,
  first: StepStart<TapedState<A>>,
  from: number,
  to: number,
  keepsTimes: boolean,
): Reading<RecordedSegment<A>, A> {
  const { problem, steps, within } = context;
  const { operations } = tape;
  if (within === undefined) {
    const starts = yield* replaySteps(problem, operations, steps, from, to, first);
    for (let n = 1; n < starts.length; n++)
      releaseStart(problem, operations, starts[n] as StepStart<TapedState<A>>);
    return segmentOf(
      context,
      starts,
      [],
      from,
      () => false,
      () => {},
    );
  }
  let count = from;
  const watched = keepsTimes
    ? attemptsOnTape(problem, tape, (attempt) => {
        attempt.step = count++;
      })
    : problem;
  const slopes: Slopes<A> = [];
  const wantsSlopes = (_: Step, n: number) => within.loads(n) || within.needs(n) === "slopes";
  const keeps = { slopes, wantsSlopes };
  const starts = yield* replaySteps(watched, operations, steps, from, to, first, keeps);
  const needed = Array.from({ length: to - from }, (_, i) => needsValues(within, from + i));
  const free = (whether: boolean) => {
    // The values of a step are its start, its slopes, and the start of the next one. The caller owns the first start.
    for (let i = 1; i < starts.length; i++)
      if ((needed[i - 1] === true || needed[i] === true) === whether)
        releaseStart(problem, operations, starts[i] as StepStart<TapedState<A>>);
    slopes.forEach((kept, i) => {
      if (kept !== undefined && needed[i] === whether) releaseStages(problem, operations, kept);
    });
  };
  free(false);
  return segmentOf(
    context,
    starts,
    slopes,
    from,
    (n) => needed[n - from] === true,
    () => free(true),
  );
}

type Slopes<A> = Array<ReadonlyArray<TapedState<A> | undefined> | undefined>;

function needsValues<A>(within: WithinSteps<A>, n: number): boolean {
  if (!within.concerns(n)) return false;
  return within.needs(n) !== "nothing" || within.timeSinkOf(n) !== undefined;
}

function segmentOf<A>(
  { steps }: ReverseContext<A>,
  starts: ReadonlyArray<StepStart<TapedState<A>>>,
  slopes: Slopes<A>,
  from: number,
  isKept: (n: number) => boolean,
  release: () => void,
): RecordedSegment<A> {
  return {
    end: starts[starts.length - 1] as StepStart<TapedState<A>>,
    at(n) {
      const before = starts[n - from] as StepStart<TapedState<A>>;
      const after = starts[n - from + 1] as StepStart<TapedState<A>>;
      const isCut = steps.at(n)?.cut !== undefined;
      const kept = slopes[n - from];
      return {
        start: before.y.id,
        // After a cut, the next step starts from another state.
        end: isCut ? undefined : after.y.id,
        slopes: kept?.map((slope) => slope?.id),
        values: isKept(n)
          ? {
              start: before.y.state,
              next: isCut ? undefined : after.y.state,
              slopes: kept?.map((slope) => slope?.state as State<A> | undefined),
            }
          : undefined,
      };
    },
    release,
  };
}
