import type { Reading, State, Step } from "@symplectic-adjoint/core";
import { releaseStart, type StepStart, splitCarried } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { borrowed } from "./cotangent-ledger.js";
import { type RecordedSegment, recordSegment } from "./recorded-segment.js";
import { startSeeds } from "./start-seeds.js";
import { sweepSteps } from "./sweep-steps.js";
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
  const { problem, pass, sink, within } = context;
  // With λ⁺ = 0 and no other cotangents, the steps contribute nothing.
  if (sink.lambda === undefined && !someStep(from, to, (n) => hasCotangents(context, n))) return;
  const keepsTimes =
    within !== undefined && someStep(from, to, (n) => within.timeSinkOf(n) !== undefined);
  const tape = newTape(problem, pass, keepsTimes);
  const { begin } = tape.operations;
  const { y, memory } = splitCarried(start, problem.y0.length);
  let first: StepStart<TapedState<A>> | undefined;
  let segment: RecordedSegment<A> | undefined;
  try {
    first = { y: begin(y), memory: memory.map(begin) };
    segment = yield* recordSegment(context, tape, first, from, to, keepsTimes);
    sweepSegment(context, tape, first, segment, from, to);
  } finally {
    segment?.release();
    if (first !== undefined) releaseStart(problem, tape.operations, first);
    tape.release();
  }
}

function sweepSegment<A>(
  context: ReverseContext<A>,
  tape: Tape<A>,
  first: StepStart<TapedState<A>>,
  { end, at }: RecordedSegment<A>,
  from: number,
  to: number,
): void {
  const { problem, steps, wrt, pass, sink, within } = context;
  const { backend, y0 } = problem;
  const options = { backend, wrt, pass, sink, keep: false, timeSinkOf: within?.timeSinkOf };
  const sweep = new TapeSweep(tape, options);
  try {
    // After a cut, λ is the cotangent of another state than the end of the step.
    if (sink.lambda !== undefined && (steps.at(to - 1) as Step).cut === undefined)
      for (const { id, cotangent } of startSeeds(end, sink.lambda))
        sweep.seed(id, 1, borrowed(cotangent));
    sweepSteps(context, sweep, at, from, to);
    sweep.downTo(0);
    const ids = [first.y, ...first.memory].map(({ id }) => id);
    finishSweep(sweep, ids, { backend, sink, like: y0 });
  } finally {
    sweep.release();
  }
}

/** Whether something holds for a step from … to − 1. */
function someStep(from: number, to: number, holds: (n: number) => boolean): boolean {
  for (let n = from; n < to; n++) if (holds(n)) return true;
  return false;
}

/** Whether step n reaches an output that has a cotangent, or something within it has one. */
function hasCotangents<A>({ steps, cotangents, within }: ReverseContext<A>, n: number): boolean {
  if (within !== undefined) return within.concerns(n);
  return (steps.at(n) as Step).outputs.some(({ index }) => cotangents[index] !== undefined);
}
