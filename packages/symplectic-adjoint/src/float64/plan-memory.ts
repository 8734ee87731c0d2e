import {
  type AnyFloat64Function,
  type Float64FunctionOf,
  float64,
} from "@symplectic-adjoint/backend-float64";
import type { MemoryPlan, TreeOf } from "@symplectic-adjoint/core";
import type { Times } from "../options/read-times.js";
import type { PlanMemoryOptions } from "../plan-memory/plan-memory-options.js";
import { planMemoryWith } from "../plan-memory/plan-memory-with.js";

/** Options of `planMemory` on Float64Arrays. */
export type Float64PlanMemoryOptions = PlanMemoryOptions<Float64Array, AnyFloat64Function>;

/**
 * How `solve` and a pullback would use memory with these arguments, without solving: which states are kept, how many
 * steps are computed again, and a bound on the bytes that exist at the same time, by kind. `explain` puts it into words.
 *
 * Sizes are computed from that of the state: what the `vjp` of f keeps is not known.
 *
 * @throws MemoryBudgetError if the budget is too small; its `minimum` is the smallest that would do.
 * @throws OdeError for invalid arguments, and for an adjoint that stores no checkpoints.
 * @example
 * const plan = planMemory(decay, Float64Array.of(1), [0, 1], { memoryBudget: "1 KiB" });
 */
export function planMemory<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: Float64PlanMemoryOptions = {},
): MemoryPlan {
  return planMemoryWith(float64, func as AnyFloat64Function, y0, t, options);
}
