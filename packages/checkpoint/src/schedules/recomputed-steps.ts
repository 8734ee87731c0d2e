import { checkValue, numberRequirement, required } from "@symplectic-adjoint/core";
import { phaseOf } from "./binomial-numbers.js";
import { requiredCount } from "./counts.js";

const CALL = "Write recomputedSteps(1000, 10).";
const STEPS = required(
  numberRequirement(
    (value) => Number.isSafeInteger(value) && value >= 0,
    "must be a non-negative integer",
    CALL,
  ),
);
const CHECKPOINTS = requiredCount(CALL);

/**
 * The fewest steps that a backward pass over N = `total` steps has to recompute with s = `checkpoints` checkpoints:
 * those that `binomial` recomputes.
 *
 * It is r (N + 1) + 1 − C(s + r + 1, r), with r from C(s + r, r) ≤ N < C(s + r + 1, r + 1); no step is recomputed more
 * than r times. Griewank & Walther state the number with the sweep up to the last checkpoint added, in which their
 * forward pass stores the checkpoints. Here the forward pass has to compute all steps anyway.
 *
 * Source: Griewank & Walther, Algorithm 799: revolve, ACM Trans. Math. Software 26 (2000), doi 10.1145/347837.347846.
 *
 * @throws InvalidArgumentError if an argument is not a number of steps or of checkpoints.
 * @example
 * recomputedSteps(1000, 1000); // 0
 * recomputedSteps(1000, 44); // 956
 * recomputedSteps(1000, 10); // 2640
 */
export function recomputedSteps(total: number, checkpoints: number): number {
  checkValue("total", total, STEPS);
  checkValue("checkpoints", checkpoints, CHECKPOINTS);
  if (total <= checkpoints) return 0;
  const { repetitions, reach } = phaseOf(total, checkpoints);
  const sum = (reach * (checkpoints + repetitions + 1)) / (checkpoints + 1);
  return repetitions * (total + 1) + 1 - sum;
}
