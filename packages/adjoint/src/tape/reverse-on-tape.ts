import type { Reading, State } from "@symplectic-adjoint/core";
import {
  releaseStart,
  replaySteps,
  type StepStart,
  splitCarried,
} from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { startSeeds } from "./start-seeds.js";
import { type Seed, sweepTape } from "./sweep-tape.js";
import { newTape, type Tape, type TapedState } from "./tape.js";

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
  const { problem, wrt, pass, sink } = context;
  // With λ⁺ = 0 and no output cotangents, the steps contribute nothing.
  if (sink.lambda === undefined && !hasCotangents(context, from, to)) return;
  const tape = newTape(problem, pass);
  try {
    const { y, memory } = splitCarried(start, problem.y0.length);
    const { begin } = tape.operations;
    const first = { y: begin(y), memory: memory.map(begin) };
    const starts = yield* tapeSteps(context, tape, first, from, to);
    const seeds = [...outputSeeds(context, starts, from, to)];
    if (sink.lambda !== undefined)
      seeds.push(...startSeeds(starts[to - from] as StepStart<TapedState<A>>, sink.lambda));
    sweepTape(tape, seeds, {
      backend: problem.backend,
      like: problem.y0,
      wrt,
      pass,
      sink,
      keep: false,
    });
  } finally {
    tape.release();
  }
}

/**
 * Replays steps on the tape. Returns the start of each step and the end of the last one: their ids alone matter, the
 * states are released.
 */
function* tapeSteps<A>(
  { problem, steps }: ReverseContext<A>,
  { operations }: Tape<A>,
  first: StepStart<TapedState<A>>,
  from: number,
  to: number,
): Reading<ReadonlyArray<StepStart<TapedState<A>>>, A> {
  try {
    const starts = yield* replaySteps(problem, operations, steps, from, to, first);
    // The tape keeps the data that it needs.
    for (const made of starts.slice(1)) releaseStart(problem, operations, made);
    return starts;
  } finally {
    releaseStart(problem, operations, first);
  }
}

function outputSeeds<A>(
  { steps, cotangents }: ReverseContext<A>,
  starts: ReadonlyArray<StepStart<TapedState<A>>>,
  from: number,
  to: number,
): ReadonlyArray<Seed<A>> {
  const seeds: Array<Seed<A>> = [];
  for (let n = to - 1; n >= from; n--) {
    for (const { index } of steps.at(n)?.outputs ?? []) {
      const cotangent = cotangents[index];
      const end = starts[n + 1 - from] as StepStart<TapedState<A>>;
      if (cotangent !== undefined) seeds.push({ id: end.y.id, cotangent });
    }
  }
  return seeds;
}

/** Whether a step from … to − 1 reaches an output that has a cotangent. */
function hasCotangents<A>(
  { steps, cotangents }: ReverseContext<A>,
  from: number,
  to: number,
): boolean {
  return steps
    .slice(from, to)
    .some(({ outputs }) => outputs.some(({ index }) => cotangents[index] !== undefined));
}
