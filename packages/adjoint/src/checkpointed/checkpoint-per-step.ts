import { everyStep } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { type CheckpointOptions, checkpointOptionTable } from "./checkpoint-options.js";
import { checkpointedAdjoint } from "./checkpointed-adjoint.js";

/**
 * Backpropagation with a checkpoint per step, known as ACA: each step is replayed on a tape and reversed. Exact, with
 * the memory of one state per step and the records of one step's s evaluations of f.
 *
 * Cost per step of the backward pass: s recorded evaluations. Zhuang, Dvornek, Li, Tatikonda, Papademetris & Duncan,
 * ICML 2020 (arXiv 2006.02493).
 *
 * With another schedule, steps that it reverses together are on one tape; with `window: "step"` they are replayed first,
 * and each has a tape of its own.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 */
export function checkpointPerStep(options: CheckpointOptions = {}): Adjoint {
  checkOptions("checkpointPerStep", options, checkpointOptionTable);
  const { window = "segment", contents, schedule = everyStep, store } = options;
  return checkpointedAdjoint({ name: "checkpoint per step", window, contents, schedule, store });
}
