import { everyStep } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import { budgetedAdjoint } from "../planned/budgeted-adjoint.js";
import { type PlannedOptions, plannedOptionTable, refuseDecided } from "./checkpoint-options.js";
import { checkpointedAdjoint } from "./checkpointed-adjoint.js";

/**
 * The symplectic adjoint method: the exact gradient of the discrete solution, up to rounding, with the memory of one
 * state per step, the stages of one step, and one record of f.
 *
 * Cost per step of the backward pass, with s active stages: s − 1 plain and s recorded evaluations of f. Matsubara,
 * Miyatake & Yaguchi, NeurIPS 2021 (arXiv 2102.09750).
 *
 * With `contents: "stages"`, checkpoints contain the states of the stages, too: s states per step, and no plain
 * evaluations. In the paper's notation, with N steps through M networks of L layers, a gradient then costs 3NsLM (forward,
 * recorded, and backward) instead of 4NsLM. Zhang & Constantinescu, Optimal checkpointing for adjoint multistage
 * time-stepping schemes (2021), arXiv 2106.13879.
 *
 * With a `memoryBudget`, both passes stay within that many bytes; a budget that is too small is a `MemoryBudgetError` before
 * the first step.
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 * @example
 * const solution = solve(f, y0, [0, 1], { backend: float64, adjoint: symplecticAdjoint() });
 */
export function symplecticAdjoint(options: PlannedOptions = {}): Adjoint {
  checkOptions("symplecticAdjoint", options, plannedOptionTable);
  const { window = "evaluation", contents, schedule = everyStep, store, memoryBudget } = options;
  if (memoryBudget !== undefined) {
    refuseDecided(options);
    return budgetedAdjoint({ name: "symplectic adjoint", window, store, memoryBudget });
  }
  return checkpointedAdjoint({ name: "symplectic adjoint", window, contents, schedule, store });
}
