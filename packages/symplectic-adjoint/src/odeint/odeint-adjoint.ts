import type { TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { EventOptions } from "../events/event-options.js";
import type { AdjointOptions, AsyncOptions, Saved, TimeKind } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction, StateOf } from "../options/tensor-types.js";
import type { Solution } from "../solve/solution.js";
import { continuousPlan } from "./continuous-plan.js";
import { integrateTensors, integrateTensorsAsync } from "./integrate-tensors.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0; the gradient is computed with the continuous adjoint, integrated backward in time:
 * its accuracy is that of this integration. Divergence is detected and reported as an error.
 *
 * Memory for the gradient: one state per output, and L in the backward pass; work: (N + 2 N')·s·L (N steps of s stages
 * forward, N' backward, L layers of f). Chen et al., NeurIPS 2018 (arXiv 1806.07366).
 *
 * If t is a tensor on a tape, it has a gradient: ∂L/∂t_i = ∂L/∂y_i · f(t_i, y_i), with one evaluation of f for each time.
 *
 * @param func f(t, y): t is a number, the result has y's structure, shapes and type. Or a layers model.
 * @param y0 A float32 tensor, a list or a record of such, arbitrarily nested.
 * @param t Output times in order, neighbours may be equal: numbers or a 1-D tensor. The first is the time of y0.
 * @param options Those of `odeint`, and `adjointRtol`, `adjointAtol`, `adjointMethod`, `adjointOptions`.
 * @returns The state at every time, in y0's structure, along a new first axis: shape [t.length, ...shape of y0].
 * @throws IntegrationError if the last time is not reached, or in the backward pass if that integration fails.
 * @example
 * const ys = odeintAdjoint((t, y) => tf.neg(y), tf.tensor1d([1]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function odeintAdjoint<
  const Y extends TreeOf<Tensor, Y>,
  S = unknown,
  T extends TimeKind = "number",
>(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options: AdjointOptions<Tensor, NoInfer<StateOf<Y>>, S, T> = {},
): NoInfer<AnyRank<Saved<Y, S>>> {
  return integrateTensors(continuousPlan, func, y0, t, options);
}

/**
 * {@link odeintAdjoint} for every engine, including WebGPU: never reads synchronously, and resolves to a `Solution`
 * with statistics, outcome and pullback. The caller must dispose of it.
 */
export function odeintAdjointAsync<
  const Y extends TreeOf<Tensor, Y>,
  S = unknown,
  T extends TimeKind = "number",
>(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options: AdjointOptions<Tensor, NoInfer<StateOf<Y>>, S, T> &
    EventOptions<Tensor, NoInfer<StateOf<Y>>, T> &
    AsyncOptions = {},
): Promise<NoInfer<Solution<Tensor, AnyRank<Saved<Y, S>>, AnyRank<Y>>>> {
  return integrateTensorsAsync(continuousPlan, func, y0, t, options);
}
