import type { TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AdjointOptions, AsyncOptions } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction } from "../options/tensor-types.js";
import type { Solution } from "../solve/solution.js";
import { continuousPlan } from "./continuous-plan.js";
import { integrateTensors, integrateTensorsAsync } from "./integrate-tensors.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0; its gradient is computed by the continuous adjoint: integrated backward in time, and
 * only as good as that integration. Where it diverges, which is detected, it is an error.
 *
 * Memory for the gradient: one state per output, and L in the backward pass; work: (N + 2 N')·s·L (N steps of s stages
 * forward, N' backward, L layers of f). Chen et al., NeurIPS 2018 (arXiv 1806.07366).
 *
 * @param func f(t, y): t is a number, the result has y's structure, shapes and type. Or a layers model.
 * @param y0 A float32 tensor, a list or a record of such, nested as you like.
 * @param t Output times, strictly increasing or decreasing: numbers or a 1-D tensor. The first is where y0 holds.
 * @param options Those of `odeint`, and `adjointRtol`, `adjointAtol`, `adjointMethod`, `adjointOptions`.
 * @returns The state at every time, in y0's structure, along a new first axis: shape [t.length, ...shape of y0].
 * @throws IntegrationError when the last time is not reached, or in the backward pass when that integration fails.
 * @example
 * const ys = odeintAdjoint((t, y) => tf.neg(y), tf.tensor1d([1]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function odeintAdjoint<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options: AdjointOptions<Tensor> = {},
): NoInfer<AnyRank<Y>> {
  return integrateTensors(continuousPlan, func, y0, t, options);
}

/**
 * {@link odeintAdjoint} for every engine, WebGPU among them: never reads synchronously, and resolves to a `Solution` with
 * statistics, outcome and pullback. It is the receiver's to dispose of.
 */
export function odeintAdjointAsync<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options: AdjointOptions<Tensor> & AsyncOptions = {},
): Promise<NoInfer<Solution<Tensor, AnyRank<Y>>>> {
  return integrateTensorsAsync(continuousPlan, func, y0, t, options);
}
