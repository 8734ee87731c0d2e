import type { Reading } from "@symplectic-adjoint/core";
import { beginSteps, releaseStart } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { startSeeds } from "./start-seeds.js";
import { sweepTape } from "./sweep-tape.js";
import { newTape } from "./tape.js";

/**
 * Pulls λ back from the start of the first step, y and the memory of the method, to y0. Does nothing for methods
 * without memory.
 */
export function* reverseBeginning<A>(context: ReverseContext<A>): Reading<void, A> {
  const { problem, wrt, pass, sink } = context;
  const { backend, y0, times } = problem;
  if (problem.method.begin === undefined || sink.lambda === undefined) return;
  const tape = newTape(problem, pass);
  try {
    const start = yield* beginSteps(problem, tape.operations, times[0] as number, y0);
    releaseStart(problem, tape.operations, start);
    const seeds = startSeeds(start, sink.lambda);
    sweepTape(tape, seeds, { backend, like: y0, wrt, pass, sink, keep: false });
  } finally {
    tape.release();
  }
}
