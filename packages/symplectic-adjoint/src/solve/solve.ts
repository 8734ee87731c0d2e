import type { Float64Backend, Float64FunctionOf } from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { DynamicsBackend, Tree, TreeOf, WithLeaves } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type {
  AsyncOptions,
  Float64SolveOptions,
  Saved,
  SolveOptions,
  TimeKind,
} from "../options/options.js";
import type { Times } from "../options/read-times.js";
import type { AnyRank, OdeFunction, StateOf } from "../options/tensor-types.js";
import type { Float64Solution, Solution } from "./solution.js";
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
export function solve<
  const Y extends TreeOf<Tensor, Y>,
  S = unknown,
  T extends TimeKind = "number",
>(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options?: SolveOptions<Tensor, TensorFunction, NoInfer<StateOf<Y>>, S, T>,
): NoInfer<Solution<Tensor, AnyRank<Saved<Y, S>>, AnyRank<Y>>>;
export function solve<const Y extends TreeOf<Float64Array, Y>, P = Float64Array, S = unknown>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: Float64SolveOptions<NoInfer<Y>, S, NoInfer<P>> & { readonly backend: Float64Backend },
): Float64Solution<NoInfer<Y>, NoInfer<S>>;
export function solve<A, F, const Y extends TreeOf<A, Y>, S = unknown>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: SolveOptions<A, F, Tree<A>, S> & { readonly backend: DynamicsBackend<A, F> },
): NoInfer<Solution<A, WithLeaves<A, Saved<Y, S>>, WithLeaves<A, Y>>>;
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
export function solveAsync<
  const Y extends TreeOf<Tensor, Y>,
  S = unknown,
  T extends TimeKind = "number",
>(
  func: NoInfer<OdeFunction<Y, T>>,
  y0: Y,
  t: Times<Tensor>,
  options?: SolveOptions<Tensor, TensorFunction, NoInfer<StateOf<Y>>, S, T> & AsyncOptions,
): Promise<NoInfer<Solution<Tensor, AnyRank<Saved<Y, S>>, AnyRank<Y>>>>;
export function solveAsync<const Y extends TreeOf<Float64Array, Y>, P = Float64Array, S = unknown>(
  func: Float64FunctionOf<Y, P>,
  y0: Y,
  t: Times<Float64Array>,
  options: Float64SolveOptions<NoInfer<Y>, S, NoInfer<P>> &
    AsyncOptions & { readonly backend: Float64Backend },
): Promise<Float64Solution<NoInfer<Y>, NoInfer<S>>>;
export function solveAsync<A, F, const Y extends TreeOf<A, Y>, S = unknown>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: SolveOptions<A, F, Tree<A>, S> &
    AsyncOptions & { readonly backend: DynamicsBackend<A, F> },
): Promise<NoInfer<Solution<A, WithLeaves<A, Saved<Y, S>>, WithLeaves<A, Y>>>>;
export function solveAsync<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F> & AsyncOptions = {},
): Promise<Solution<A, Y>> {
  return solveWithAsync(tfjs as unknown as DynamicsBackend<A, F>, func, y0, t, options);
}
