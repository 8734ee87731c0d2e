import type {
  AnyFloat64Function,
  Float64Backend,
  Float64FunctionOf,
} from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { DynamicsBackend, TreeOf, WithLeaves } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AsyncOptions, SolveOptions } from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction } from "../options/tensor-types.js";
import type { Solution } from "./solution.js";
import { solveWith, solveWithAsync } from "./solve-with.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0, synchronously, with every part passed as a value, and returns a {@link Solution}.
 * Its `outcome` states how the integration ended; no error is thrown for it.
 *
 * Within `tf.grads` or `optimizer.minimize`, `ys` is differentiable, until the solution is disposed of.
 *
 * @param func f, of the backend's type: `OdeFunction` (the default, tensors) or `Float64Function`.
 * @param y0 The initial state: an array of the backend, a list or a record of such, arbitrarily nested.
 * @param t Output times in order, neighbours may be equal; the first is the time of y0.
 * @throws OdeError for invalid arguments, and SynchronousReadError on backends that read asynchronously only.
 * @example
 * const decay = { evaluate: (_t, y, _p, dy) => { dy[0] = -y[0]; } };
 * const { ys } = solve(decay, Float64Array.of(1), [0, 1], { backend: float64 });
 * // ys: Float64Array [1, 0.3678794…]
 */
export function solve<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options?: SolveOptions<Tensor, TensorFunction>,
): NoInfer<Solution<Tensor, AnyRank<Y>>>;
export function solve<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: SolveOptions<Float64Array, AnyFloat64Function> & { readonly backend: Float64Backend },
): NoInfer<Solution<Float64Array, WithLeaves<Float64Array, Y>>>;
export function solve<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: SolveOptions<A, F> & { readonly backend: DynamicsBackend<A, F> },
): NoInfer<Solution<A, WithLeaves<A, Y>>>;
export function solve<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F> = {},
): Solution<A, Y> {
  return solveWith(tfjs as unknown as DynamicsBackend<A, F>, func, y0, t, options);
}

/**
 * {@link solve} for every engine: it never reads synchronously and yields to the event loop. On engines with
 * asynchronous reads only, it attempts the next step while waiting: see the option `speculate`.
 */
export function solveAsync<const Y extends TreeOf<Tensor, Y>>(
  func: NoInfer<OdeFunction<Y>>,
  y0: Y,
  t: Times<Tensor>,
  options?: SolveOptions<Tensor, TensorFunction> & AsyncOptions,
): Promise<NoInfer<Solution<Tensor, AnyRank<Y>>>>;
export function solveAsync<const Y extends TreeOf<Float64Array, Y>, P = Float64Array>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: SolveOptions<Float64Array, AnyFloat64Function> &
    AsyncOptions & { readonly backend: Float64Backend },
): Promise<NoInfer<Solution<Float64Array, WithLeaves<Float64Array, Y>>>>;
export function solveAsync<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: SolveOptions<A, F> & AsyncOptions & { readonly backend: DynamicsBackend<A, F> },
): Promise<NoInfer<Solution<A, WithLeaves<A, Y>>>>;
export function solveAsync<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F> & AsyncOptions = {},
): Promise<Solution<A, Y>> {
  return solveWithAsync(tfjs as unknown as DynamicsBackend<A, F>, func, y0, t, options);
}
