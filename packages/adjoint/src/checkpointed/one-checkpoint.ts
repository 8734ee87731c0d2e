import { startOnly } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { budgetedAdjoint } from "../planned/budgeted-adjoint.js";
import { type PlannedOptions, plannedOptionTable } from "./checkpoint-options.js";
import { checkpointedAdjoint } from "./checkpointed-adjoint.js";

/** Its other choices are fixed. */
const TABLE = {
  store: plannedOptionTable.store,
  memoryBudget: plannedOptionTable.memoryBudget,
};

/**
 * Backpropagation with one checkpoint, the initial state: in the backward pass the whole solution is replayed on a tape
 * and reversed. Exact. Between the passes it keeps one state, in the backward pass the records of all evaluations.
 *
 * With a `memoryBudget`, as many steps are on one tape as fit, and there is a checkpoint for each tape; a budget that is
 * too small is a `MemoryBudgetError` before the first step. The gradient is then the same up to rounding.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 */
export function oneCheckpoint(
  options: Pick<PlannedOptions, "store" | "memoryBudget"> = {},
): Adjoint {
  checkOptions("oneCheckpoint", options, TABLE);
  const { store, memoryBudget } = options;
  const window = "segment";
  if (memoryBudget !== undefined)
    return budgetedAdjoint({ name: "one checkpoint", window, store, memoryBudget });
  return checkpointedAdjoint({ name: "one checkpoint", window, schedule: startOnly, store });
}
