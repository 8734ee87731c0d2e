import { startOnly } from "@symplectic-adjoint/checkpoint";
import type { Adjoint } from "@symplectic-adjoint/core";
import { rejectUnknownOptions } from "./check-adjoint-options.js";
import { type CheckpointOptions, checkpointedAdjoint } from "./checkpointed-adjoint.js";
import { reverseOnTape } from "./taped-steps.js";

/**
 * Backpropagation with one checkpoint, the initial state: in the backward pass the whole solution is taken again on a
 * tape and swept. Exact. Between the passes it holds one state, in the backward pass the records of all evaluations.
 *
 * @throws UnknownOptionError when an option has another name.
 */
export function oneCheckpoint(options: Pick<CheckpointOptions, "store"> = {}): Adjoint {
  rejectUnknownOptions("oneCheckpoint", options, ["store"]);
  return checkpointedAdjoint({
    name: "one checkpoint",
    schedule: startOnly,
    store: options.store,
    reverse: reverseOnTape,
  });
}
