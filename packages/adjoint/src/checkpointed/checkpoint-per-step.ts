import { everyStep } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { reverseOnTape } from "../tape/reverse-on-tape.js";
import {
  type CheckpointOptions,
  checkpointedAdjoint,
  checkpointOptionTable,
} from "./checkpointed-adjoint.js";

/**
 * Backpropagation with a checkpoint per step, known as ACA: each step is replayed on a tape and reversed. Exact, with
 * the memory of one state per step and the records of one step's s evaluations of f.
 *
 * Cost per step of the backward pass: s recorded evaluations. Zhuang, Dvornek, Li, Tatikonda, Papademetris & Duncan,
 * ICML 2020 (arXiv 2006.02493).
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 */
export function checkpointPerStep(options: CheckpointOptions = {}): Adjoint {
  checkOptions("checkpointPerStep", options, checkpointOptionTable);
  const { schedule = everyStep, store } = options;
  return checkpointedAdjoint({
    name: "checkpoint per step",
    schedule,
    store,
    reverse: reverseOnTape,
  });
}
