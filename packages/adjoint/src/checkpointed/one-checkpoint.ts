import { startOnly } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { reverseOnTape } from "../tape/reverse-on-tape.js";
import {
  type CheckpointOptions,
  checkpointedAdjoint,
  checkpointOptionTable,
} from "./checkpointed-adjoint.js";

/** It has one schedule. */
const TABLE = { store: checkpointOptionTable.store };

/**
 * Backpropagation with one checkpoint, the initial state: in the backward pass the whole solution is taken again on a
 * tape and swept. Exact. Between the passes it holds one state, in the backward pass the records of all evaluations.
 *
 * @throws UnknownOptionError | InvalidArgumentError when an option has another name, or is invalid.
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
