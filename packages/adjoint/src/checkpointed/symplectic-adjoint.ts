import { everyStep } from "@symplectic-adjoint/checkpoint";
import { type Adjoint, checkOptions } from "@symplectic-adjoint/core";
import {
  type CheckpointOptions,
  checkpointedAdjoint,
  checkpointOptionTable,
} from "./checkpointed-adjoint.js";
import { reverseSymplectically } from "./reverse-symplectically.js";

/**
 * The symplectic adjoint method: the exact gradient of the discrete solution, up to rounding, with the memory of one
 * state per step, the stages of one step, and one record of f.
 *
 * Cost per step of the backward pass, with s active stages: s − 1 plain and s recorded evaluations of f. Matsubara,
 * Miyatake & Yaguchi, NeurIPS 2021 (arXiv 2102.09750).
 *
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 * @example
 * const solution = solve(f, y0, [0, 1], { backend: float64, adjoint: symplecticAdjoint() });
 */
export function symplecticAdjoint(options: CheckpointOptions = {}): Adjoint {
  checkOptions("symplecticAdjoint", options, checkpointOptionTable);
  const { schedule = everyStep, store } = options;
  return checkpointedAdjoint({
    name: "symplectic adjoint",
    schedule,
    store,
    reverse: reverseSymplectically,
  });
}
