import { startOnly } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { type CheckpointOptions, checkpointOptionTable } from "./checkpoint-options.js";
import { checkpointedAdjoint } from "./checkpointed-adjoint.js";

/** Its other choices are fixed. */
const TABLE = { store: checkpointOptionTable.store };

/**
 * Backpropagation with one checkpoint, the initial state: in the backward pass the whole solution is replayed on a tape
 * and reversed. Exact. Between the passes it keeps one state, in the backward pass the records of all evaluations.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 */
export function oneCheckpoint(options: Pick<CheckpointOptions, "store"> = {}): Adjoint {
  checkOptions("oneCheckpoint", options, TABLE);
  return checkpointedAdjoint({
    name: "one checkpoint",
    window: "segment",
    schedule: startOnly,
    store: options.store,
  });
}
