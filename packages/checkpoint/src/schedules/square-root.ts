import type { CheckpointAction, CheckpointSchedule, ForwardView } from "@symplectic-adjoint/core";
import { NOTHING } from "./nothing.js";
import { storeAllBetween } from "./store-all-between.js";

/**
 * Checkpoints about √N steps apart: at most 2√N states at once for N steps, each step recomputed at most once, without
 * a number to choose. If N is unknown in the forward pass, at most 2.2√N + 1: the distance is a power of two, which
 * doubles when there are too many checkpoints.
 *
 * `binomial({ checkpoints: Math.ceil(Math.sqrt(2 * N)) })` recomputes no step more than once either, with fewer states.
 *
 * Source: Chen, Xu, Zhang & Guestrin, Training deep nets with sublinear memory cost (2016), arXiv 1604.06174.
 *
 * @example
 * symplecticAdjoint({ schedule: squareRoot() });
 */
export function squareRoot(): CheckpointSchedule {
  return Object.freeze({
    name: "squareRoot",
    forward,
    backward: storeAllBetween,
  } satisfies CheckpointSchedule);
}

function forward({ step, stored, total }: ForwardView): ReadonlyArray<CheckpointAction> {
  if (total !== undefined) {
    const distance = Math.ceil(Math.sqrt(total));
    return step % distance === 0 ? [{ type: "store", step }] : NOTHING;
  }
  // Before step n, the distance suits n + 1 steps.
  const distance = powerOfTwo((step + 1) / 2);
  const actions: Array<CheckpointAction> = [];
  if (distance !== powerOfTwo(step / 2)) {
    for (const old of stored) if (old % distance !== 0) actions.push({ type: "drop", step: old });
  }
  if (step % distance === 0) actions.push({ type: "store", step });
  return actions.length === 0 ? NOTHING : actions;
}

/** The smallest power of two whose square is at least `square`. */
function powerOfTwo(square: number): number {
  let power = 1;
  while (power * power < square) power *= 2;
  return power;
}
