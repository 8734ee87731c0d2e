import { startOnly } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { reverseOnTape } from "../tape/reverse-on-tape.js";
import {
  type CheckpointOptions,
  checkpointedAdjoint,
  checkpointOptionTable,
} from "./checkpointed-adjoint.js";

/** Its schedule is fixed. */
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
    schedule: startOnly,
    store: options.store,
    reverse: reverseOnTape,
  });
}
