import { startOnly } from "@symplectic-adjoint/checkpoint";
import type { Adjoint } from "@symplectic-adjoint/core";
import { type CheckpointOptions, checkpointedAdjoint } from "./checkpointed-adjoint.js";
import { reverseOnTape } from "./taped-steps.js";

/**
 * Backpropagation with one checkpoint, the initial state: in the backward pass the whole solution is taken again on a
 * tape and swept. Exact. Between the passes it holds one state, in the backward pass the records of all evaluations.
 */
export function oneCheckpoint({ store }: Pick<CheckpointOptions, "store"> = {}): Adjoint {
  return checkpointedAdjoint({
    name: "one checkpoint",
    schedule: startOnly,
    store,
    reverse: reverseOnTape,
  });
}
