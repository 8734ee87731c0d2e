import { everyStep } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { budgetedAdjoint } from "../planned/budgeted-adjoint.js";
import { type PlannedOptions, plannedOptionTable, refuseDecided } from "./checkpoint-options.js";
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
 * With a `memoryBudget`, both passes stay within that many bytes; a budget that is too small is a `MemoryBudgetError` before
 * the first step.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 */
export function checkpointPerStep(options: PlannedOptions = {}): Adjoint {
  checkOptions("checkpointPerStep", options, plannedOptionTable);
  const { contents, schedule = everyStep, store, memoryBudget } = options;
  const name = "checkpoint per step";
  if (memoryBudget !== undefined) {
    refuseDecided(options);
    return budgetedAdjoint({ name, window: options.window ?? "step", store, memoryBudget });
  }
  const { window = "segment" } = options;
  return checkpointedAdjoint({ name, window, contents, schedule, store });
}
