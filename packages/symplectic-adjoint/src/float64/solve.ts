import {
  type AnyFloat64Function,
  type Float64FunctionOf,
  float64,
} from "@symplectic-adjoint/backend-float64";
import type { TreeOf } from "@symplectic-adjoint/core";
import type { AsyncOptions, Float64SolveOptions } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { Float64Solution, Solution } from "../solve/solution.js";
import { solveWith, solveWithAsync } from "../solve/solve-with.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0, on Float64Arrays, with every part passed as a value, and returns a {@link
 * Solution}. Its `outcome` states how the integration ended; no error is thrown for it. Does not need TensorFlow.js.
 *
 * @param func f: a function that returns dy/dt, or a `Float64Function`, whose `vjp` is needed for gradients.
 * @param y0 The initial state: a Float64Array, a list or a record of such, arbitrarily nested.
 * @param t Output times in order, neighbours may be equal; the first is the time of y0.
 * @throws OdeError for invalid arguments.
 * @example
 * const { ys } = solve((_t, [q = 0, p = 0]) => Float64Array.of(p, -q), Float64Array.of(1, 0), [0, Math.PI]);
 * // ys: Float64Array [1, 0, -1.0000000…, …]
 */
export function solve<const Y extends TreeOf<Float64Array, Y>, P = Float64Array, S = unknown>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options?: Float64SolveOptions<NoInfer<Y>, S, NoInfer<P>>,
): Float64Solution<NoInfer<Y>, NoInfer<S>>;
export function solve<Y>(
  func: AnyFloat64Function,
  y0: Y,
  t: Times<Float64Array>,
  options: Float64SolveOptions = {},
): Solution<Float64Array, Y> {
  return solveWith(float64, func, y0, t, options);
}

/** Asynchronous variant of {@link solve} that yields to the event loop. */
export function solveAsync<const Y extends TreeOf<Float64Array, Y>, P = Float64Array, S = unknown>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options?: Float64SolveOptions<NoInfer<Y>, S, NoInfer<P>> & AsyncOptions,
): Promise<Float64Solution<NoInfer<Y>, NoInfer<S>>>;
export function solveAsync<Y>(
  func: AnyFloat64Function,
  y0: Y,
  t: Times<Float64Array>,
  options: Float64SolveOptions & AsyncOptions = {},
): Promise<Solution<Float64Array, Y>> {
  return solveWithAsync(float64, func, y0, t, options);
}
