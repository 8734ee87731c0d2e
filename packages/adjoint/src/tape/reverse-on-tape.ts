import type { State } from "@symplectic-adjoint/core";
import { replaySteps } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { type Seed, sweepTape } from "./sweep-tape.js";
import { newTape } from "./tape.js";

/**
 * Reverses a segment of steps by taking all of them again on one tape, and sweeping it.
 *
 * Memory: the records of all evaluations of the segment. Cost: one recorded evaluation per active stage and step.
 */
export function reverseOnTape<A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): void {
  const { problem, steps, cotangents, wrt, pass, sink } = context;
  const { backend, tableau } = problem;
  // With λ⁺ = 0 and no cotangent on the way nothing that the steps did matters.
  if (sink.lambda === undefined && !hasCotangents(context, from, to)) return;
  const tape = newTape(problem, pass);
  const ends: Array<number> = [];
  backend.openScope();
  try {
    const first = tape.operations.begin(start);
    try {
      const values = replaySteps(tape.operations, tableau, steps, from, to, first);
      for (const value of values) ends.push(value.id);
    } finally {
      backend.release(first.state);
    }
  } catch (error) {
    tape.release();
    throw error;
  } finally {
    backend.closeScope([]);
  }

  const seeds: Array<Seed<A>> = [];
  for (let n = to - 1; n >= from; n--) {
    for (const output of steps[n]?.outputs ?? []) {
      const cotangent = cotangents[output];
      if (cotangent !== undefined) seeds.push({ id: ends[n + 1 - from] as number, cotangent });
    }
  }
  if (sink.lambda !== undefined) {
    seeds.push({ id: ends[to - from] as number, cotangent: sink.lambda });
  }
  try {
    sweepTape(tape, seeds, { backend, wrt, pass, sink, keep: false });
  } finally {
    tape.release();
  }
}

/** Whether a step from … to − 1 ends at an output that has a cotangent. */
function hasCotangents<A>(
  { steps, cotangents }: ReverseContext<A>,
  from: number,
  to: number,
): boolean {
  return steps
    .slice(from, to)
    .some(({ outputs }) => outputs.some((output) => cotangents[output] !== undefined));
}
