import type { MaybeReading, State } from "@symplectic-adjoint/core";
import { reverseOnTape } from "../tape/reverse-on-tape.js";
import type { TapeWindow } from "./checkpoint-options.js";
import { reverseEachStep } from "./reverse-each-step.js";
import type { ReverseContext, ReverseSteps } from "./reverse-steps.js";
import { reverseSymplectically } from "./reverse-symplectically.js";

/** How steps are reversed with each window. */
const REVERSALS: Readonly<Record<TapeWindow, ReverseSteps>> = {
  evaluation: reverseSymplectically,
  step: reverseStepsOnTapes,
  segment: reverseOnTape,
};

/** The reversal of steps with so much of them on a tape at once. */
export function reversalOf(window: TapeWindow): ReverseSteps {
  return REVERSALS[window];
}

/** Each step on a tape of its own: a segment of several steps is replayed first, without recording. */
function reverseStepsOnTapes<A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): MaybeReading<void, A> {
  return reverseEachStep(reverseOneOnTape, context, start, from, to, undefined);
}

function reverseOneOnTape<A>(
  context: ReverseContext<A>,
  start: State<A>,
  n: number,
): MaybeReading<void, A> {
  return reverseOnTape(context, start, n, n + 1);
}
