import type { State, Step, StepLoad, TimeSink } from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { takeNext } from "../within/reverse-within.js";
import type { StepPull, StepValues } from "../within/within-port.js";
import { borrowed, owned } from "./cotangent-ledger.js";
import type { TapeSweep } from "./tape-sweep.js";

/** Where the values of a step are on a tape. */
export interface TapedStep<A> {
  /** Of the state at its start. */
  readonly start: number;
  /** Of its result; undefined if an event has cut the step. */
  readonly end: number | undefined;
  /** Of its slopes, with holes; undefined if they were not kept. */
  readonly slopes: ReadonlyArray<number | undefined> | undefined;
  /** The values themselves, as far as they are needed. */
  readonly values: StepValues<A> | undefined;
}

/**
 * Gives the cotangents of what steps from … to − 1 reach, and of what lies within them, to a sweep of the tape on which
 * they were recorded. Where an event has cut a step, the sweep is carried up to there first.
 *
 * @param at Where a step is on the tape.
 */
export function sweepSteps<A>(
  context: ReverseContext<A>,
  sweep: TapeSweep<A>,
  at: (n: number) => TapedStep<A>,
  from: number,
  to: number,
): void {
  const { problem, steps, cotangents, within } = context;
  for (let n = to - 1; n >= from; n--) {
    if (within === undefined) {
      for (const { index } of (steps.at(n) as Step).outputs) {
        const cotangent = cotangents[index];
        if (cotangent !== undefined) sweep.seed(at(n).end as number, 1, borrowed(cotangent));
      }
      continue;
    }
    if (!within.concerns(n)) continue;
    const step = steps.at(n) as Step;
    const taped = at(n);
    // Values of later steps come first: fewer cotangents are waiting at the same time.
    sweep.downTo(Math.max(taped.end ?? 0, ...(taped.slopes ?? []).map((id) => id ?? 0)) + 1);
    const next = n === to - 1 ? takeNext(context, step) : nextOnTape(sweep, step, () => at(n + 1));
    try {
      const pulled = within.pull(n, taped.values, next);
      pullLength(context, within.timeSinkOf(n), taped.values, pulled.load);
      seedStep(sweep, step, taped, pulled);
    } finally {
      if (next !== undefined) problem.backend.release(next);
    }
  }
}

/** The cotangent of the state with which the integration continued after a cut. */
function nextOnTape<A>(
  sweep: TapeSweep<A>,
  { cut }: Step,
  next: () => TapedStep<A>,
): State<A> | undefined {
  return cut === undefined || cut.ends ? undefined : sweep.takeStart(next().start);
}

function seedStep<A>(
  sweep: TapeSweep<A>,
  { h }: Step,
  { start, end, slopes }: TapedStep<A>,
  { end: cotangents, load, owns }: StepPull<A>,
): void {
  const share = (state: State<A>) => (owns(state) ? owned(state) : borrowed(state));
  for (const cotangent of cotangents) sweep.seed(end as number, 1, share(cotangent));
  if (load?.start !== undefined) sweep.seed(start, 1, share(load.start));
  load?.slopes.forEach((cotangent, j) => {
    if (cotangent !== undefined) sweep.seed(slopes?.[j] as number, h, share(cotangent));
  });
}

/** How the loss changes with the length of the step through the slopes of what lies within it. */
function pullLength<A>(
  { problem: { backend } }: ReverseContext<A>,
  timeSink: TimeSink<A> | undefined,
  values: StepValues<A> | undefined,
  load: StepLoad<A> | undefined,
): void {
  if (timeSink === undefined) return;
  load?.slopes.forEach((cotangent, j) => {
    const slope = values?.slopes?.[j];
    if (cotangent !== undefined) timeSink.add(-1, 1, backend.dot(cotangent, slope as State<A>));
  });
}
