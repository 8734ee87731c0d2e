import { everyStep } from "@symplectic-adjoint/checkpoint";
import type { Adjoint } from "@symplectic-adjoint/core";
import { rejectUnknownOptions } from "./check-adjoint-options.js";
import { type CheckpointOptions, checkpointedAdjoint } from "./checkpointed-adjoint.js";
import { reverseOnTape } from "./taped-steps.js";

/**
 * Backpropagation with a checkpoint per step, known as ACA: each step is taken again on a tape and swept. Exact, with
 * the memory of one state per step and the records of one step's s evaluations of f.
 *
 * Cost a step in the backward pass: s recorded evaluations. Zhuang, Dvornek, Li, Tatikonda, Papademetris & Duncan, ICML
 * 2020 (arXiv 2006.02493).
 *
 * @throws UnknownOptionError when an option has another name.
 */
export function checkpointPerStep(options: CheckpointOptions = {}): Adjoint {
  rejectUnknownOptions("checkpointPerStep", options, ["schedule", "store"]);
  const { schedule = everyStep, store } = options;
  return checkpointedAdjoint({
    name: "checkpoint per step",
    schedule,
    store,
    reverse: reverseOnTape,
  });
}
