import type { CheckpointAction } from "@symplectic-adjoint/core";

/**
 * Drops the checkpoints of steps from `first` on. Where a backward pass over `first` steps begins, they are of no use:
 * a forward pass that failed leaves the one of the step that it did not complete.
 */
export function* dropBeyond(
  first: number,
  stored: ReadonlyArray<number>,
): Generator<CheckpointAction> {
  for (const step of [...stored].reverse()) if (step >= first) yield { type: "drop", step };
}
