import type { BackwardView, CheckpointAction } from "@symplectic-adjoint/core";
import { type LevelOf, reverseSegment } from "./reverse-segment.js";
import { worthKeeping } from "./worth-keeping.js";

/**
 * Reverses all steps with at most `slots` checkpoints at once, from whatever is stored: between stored steps by the
 * binomial schedule, with the slots of checkpoints that are already dropped.
 */
export function* reverseBetween(
  { stored, total }: BackwardView,
  slots: number,
  levelOf?: LevelOf,
): Generator<CheckpointAction, void, undefined> {
  const kept = worthKeeping(stored, total, slots);
  yield* dropOthers(stored, kept);
  let end = total;
  for (let i = kept.length - 1; i >= 0; i--) {
    const from = kept[i] as number;
    yield* reverseSegment(from, end, slots - i, i, levelOf);
    end = from;
  }
}

/** Drops the stored steps that are not kept. */
export function* dropOthers(
  stored: ReadonlyArray<number>,
  kept: ReadonlyArray<number>,
): Generator<CheckpointAction, void, undefined> {
  if (kept === stored) return;
  const wanted = new Set(kept);
  for (const step of stored) if (!wanted.has(step)) yield { type: "drop", step };
}
