import { symplecticAdjoint } from "@symplectic-adjoint/adjoint";
import type { TreeOf } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { EventOptions } from "../events/event-options.js";
import type {
  AsyncOptions,
  BudgetOptions,
  OdeOptions,
  Saved,
  TimeKind,
} from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction, StateOf } from "../options/tensor-types.js";
import type { Solution } from "../solve/solution.js";
import { budgetPlan } from "./exact-plan.js";
import { integrateTensors, integrateTensorsAsync } from "./integrate-tensors.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0; the gradient is computed with the symplectic adjoint method: exact up to rounding.
 *
 * Memory for the gradient: one state per step, s states, and L in the backward pass; work: 4·N·s·L (N steps of s
 * stages, L layers of f). Without an active tape, nothing is stored. Matsubara, Miyatake & Yaguchi, NeurIPS 2021 (arXiv
 * 2102.09750).
 *
 * @param func f(t, y): t is a number, the result has y's structure, shapes and type. Or a layers model.
 * @param y0 A float32 tensor, a list or a record of such, arbitrarily nested.
 * @param t Output times in order, neighbours may be equal: numbers or a 1-D tensor. The first is the time of y0.
 * @returns The state at every time, in y0's structure, along a new first axis: shape [t.length, ...shape of y0].
 * @throws IntegrationError if the last time is not reached; MemoryBudgetError if `memoryBudget` is too small; another
 * OdeError for invalid arguments.
 * @example
 * const ys = odeintSymplecticAdjoint((t, y) => tf.neg(y), tf.tensor1d([1]), [0, 1], { rtol: 1e-5, atol: 1e-6 });
 */
export function odeintSymplecticAdjoint<
  const Y extends TreeOf<Tensor, Y>,
  S = unknown,
  T extends TimeKind = "number",
>(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options: OdeOptions<Tensor, NoInfer<StateOf<Y>>, S, T> & BudgetOptions = {},
): NoInfer<AnyRank<Saved<Y, S>>> {
  return integrateTensors(budgetPlan(symplecticAdjoint), func, y0, t, options);
}

/**
 * {@link odeintSymplecticAdjoint} for every engine, including WebGPU: never reads synchronously, and resolves to a
 * `Solution` with statistics, outcome and pullback. The caller must dispose of it.
 */
export function odeintSymplecticAdjointAsync<
  const Y extends TreeOf<Tensor, Y>,
  S = unknown,
  T extends TimeKind = "number",
>(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options: OdeOptions<Tensor, NoInfer<StateOf<Y>>, S, T> &
    BudgetOptions &
    EventOptions<Tensor, NoInfer<StateOf<Y>>, T> &
    AsyncOptions = {},
): Promise<NoInfer<Solution<Tensor, AnyRank<Saved<Y, S>>, AnyRank<Y>>>> {
  return integrateTensorsAsync(budgetPlan(symplecticAdjoint), func, y0, t, options);
}
