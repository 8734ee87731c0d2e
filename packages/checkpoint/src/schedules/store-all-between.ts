import type { BackwardView, CheckpointAction } from "@symplectic-adjoint/core";
import { reverseSegment } from "./reverse-segment.js";

/**
 * Reverses all steps from whatever is stored. Between stored steps, all states are recomputed and stored while these
 * steps are reversed: each step is recomputed at most once.
 */
export function* storeAllBetween({
  stored,
  total,
}: BackwardView): Generator<CheckpointAction, void, undefined> {
  let end = total;
  for (let i = stored.length - 1; i >= 0; i--) {
    const from = stored[i] as number;
    yield* reverseSegment(from, end, end - from);
    end = from;
  }
}
