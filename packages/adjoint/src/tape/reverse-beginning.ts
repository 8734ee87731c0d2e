import type { Reading, State } from "@symplectic-adjoint/core";
import { beginSteps, releaseStart } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { startSeeds } from "./start-seeds.js";
import { sweepTape } from "./sweep-tape.js";
import { newTape } from "./tape.js";

/**
 * Pulls λ back from the start of a first step, y and the memory of the method, to the state that it began with. Does nothing
 * for methods without memory.
 *
 * @param t The time of that state. Default: the initial one.
 * @param y0 The state. Default: the initial one.
 */
export function* reverseBeginning<A>(
  context: ReverseContext<A>,
  t: number = context.problem.times[0] as number,
  y0: State<A> = context.problem.y0,
): Reading<void, A> {
  const { problem, wrt, pass, sink } = context;
  const { backend } = problem;
  if (problem.method.begin === undefined || sink.lambda === undefined) return;
  const tape = newTape(problem, pass);
  try {
    const start = yield* beginSteps(problem, tape.operations, t, y0);
    releaseStart(problem, tape.operations, start);
    const seeds = startSeeds(start, sink.lambda);
    sweepTape(tape, seeds, { backend, like: y0, wrt, pass, sink, keep: false });
  } finally {
    tape.release();
  }
}
