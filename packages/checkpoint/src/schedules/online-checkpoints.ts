import type { CheckpointAction } from "@symplectic-adjoint/core";
import {
  change,
  type NeededCheckpoints,
  neededCheckpoints,
  nextChange,
} from "./needed-checkpoints.js";

/** What to do before a step: store its state, and drop another one before. */
export interface OnlineDecision {
  /** Index in the list of stored steps. */
  readonly drop: number | undefined;
}

/**
 * Decides before each step of a forward pass. The decisions depend on n and on the stored steps alone; the list of
 * needed checkpoints, which depends on n, is kept from step to step.
 */
export function onlineDecisions(
  slots: number,
): (step: number, stored: ReadonlyArray<number>) => OnlineDecision | undefined {
  let needed: NeededCheckpoints | undefined;
  // The list holds from this step until it changes.
  let since = 0;
  let next = 0;
  return (step, stored) => {
    if (step < slots) return { drop: undefined };
    if (slots === 1 || (step > since && step < next)) return undefined;
    if (needed !== undefined && step === next && step < needed.end) change(needed, step);
    else needed = neededCheckpoints(step, slots);
    since = step;
    next = nextChange(needed);
    const { steps } = needed;
    if (steps[steps.length - 1] !== step) return undefined;
    return { drop: stored.length < slots ? undefined : lastNotNeeded(stored, steps) };
  };
}

/**
 * Index of the last stored step that is not needed. Both lists are ascending, and the first one contains the second one
 * without its last entry. So where two entries with as many behind them are equal, those behind them are equal too.
 */
function lastNotNeeded(stored: ReadonlyArray<number>, needed: ReadonlyArray<number>): number {
  const shift = stored.length - (needed.length - 1);
  let low = Math.max(0, shift - 1);
  let high = stored.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (stored[middle] === needed[middle - shift]) high = middle;
    else low = middle;
  }
  return low;
}

/** The actions of a decision. */
export function onlineActions(
  decision: OnlineDecision,
  step: number,
  stored: ReadonlyArray<number>,
): ReadonlyArray<CheckpointAction> {
  const store: CheckpointAction = { type: "store", step };
  if (decision.drop === undefined) return [store];
  return [{ type: "drop", step: stored[decision.drop] as number }, store];
}
