import type {
  AnyFloat64Function,
  Float64Backend,
  Float64FunctionOf,
} from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { DynamicsBackend, MemoryPlan, TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { TimeKind } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { OdeFunction } from "../options/tensor-types.js";
import type { PlanMemoryOptions } from "./plan-memory-options.js";
import { planMemoryWith } from "./plan-memory-with.js";

/**
 * How `solve` and a pullback would use memory with these arguments, without solving: which states are kept, how many
 * steps are computed again, and a bound on the bytes that exist at the same time, by kind. `explain` puts it into words.
 *
 * Works for the strategies that store checkpoints, with a memory budget or without: `symplecticAdjoint`, the default,
 * `checkpointPerStep` and `oneCheckpoint`. One step and its reversal are measured, which costs about as many evaluations
 * of f. For adaptive steps without a budget, whose number is unknown, the peak is without checkpoints.
 *
 * @throws MemoryBudgetError if the budget is too small; its `minimum` is the smallest that would do.
 * @throws OdeError for invalid arguments, and for an adjoint that stores no checkpoints.
 * @example
 * const plan = planMemory(f, y0, [0, 1], { method: "rk4", stepsPerInterval: 200, memoryBudget: "24 MiB" });
 * console.log(explain(plan).text);
 */
export function planMemory<const Y extends TreeOf<Tensor, Y>, T extends TimeKind = "number">(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options?: PlanMemoryOptions<Tensor, TensorFunction, T>,
): MemoryPlan;
export function planMemory<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: PlanMemoryOptions<Float64Array, AnyFloat64Function> & {
    readonly backend: Float64Backend;
  },
): MemoryPlan;
export function planMemory<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: PlanMemoryOptions<A, F> & { readonly backend: DynamicsBackend<A, F> },
): MemoryPlan;
export function planMemory<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: PlanMemoryOptions<A, F> = {},
): MemoryPlan {
  return planMemoryWith(tfjs as unknown as DynamicsBackend<A, F>, func, y0, t, options);
}
