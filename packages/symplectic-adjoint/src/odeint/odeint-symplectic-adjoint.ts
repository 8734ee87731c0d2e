import { symplecticAdjoint } from "@symplectic-adjoint/adjoint";
import type { TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AsyncOptions, OdeOptions } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction } from "../options/tensor-types.js";
import type { Solution } from "../solve/solution.js";
import { exactPlan } from "./exact-plan.js";
import { integrateTensors, integrateTensorsAsync } from "./integrate-tensors.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0; its gradient is computed by the symplectic adjoint method: exact, to rounding.
 *
 * Memory for the gradient: one state per step, s states, and L in the backward pass; work: 4·N·s·L (N steps of s stages, L layers of f). Without a tape nothing is kept.
 * Matsubara, Miyatake & Yaguchi, NeurIPS 2021 (arXiv 2102.09750).
 *
 * @param func f(t, y): t is a number, the result has y's structure, shapes and type. Or a layers model.
 * @param y0 A float32 tensor, a list or a record of such, nested as you like.
 * @param t Output times, strictly increasing or decreasing: numbers or a 1-D tensor. The first is where y0 holds.
 * @returns The state at every time, in y0's structure, along a new first axis: shape [t.length, ...shape of y0].
 * @throws IntegrationError when the last time is not reached; other errors of the family OdeError for bad arguments.
 * @example
 * const ys = odeintSymplecticAdjoint((t, y) => tf.neg(y), tf.tensor1d([1]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function odeintSymplecticAdjoint<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options: OdeOptions<Tensor> = {},
): NoInfer<AnyRank<Y>> {
  return integrateTensors(exactPlan(symplecticAdjoint), func, y0, t, options);
}

/**
 * {@link odeintSymplecticAdjoint} for every engine, WebGPU among them: never reads synchronously, and resolves to a `Solution` with
 * statistics, outcome and pullback. It is the receiver's to dispose of.
 */
export function odeintSymplecticAdjointAsync<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options: OdeOptions<Tensor> & AsyncOptions = {},
): Promise<NoInfer<Solution<Tensor, AnyRank<Y>>>> {
  return integrateTensorsAsync(exactPlan(symplecticAdjoint), func, y0, t, options);
}
