import { symplecticAdjoint } from "@symplectic-adjoint/adjoint";
import type {
  AnyFloat64Function,
  Float64Engine,
  Float64FunctionOf,
} from "@symplectic-adjoint/backend-float64";
import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import {
  type Engine,
  flattenTree,
  InvalidArgumentError,
  type Tree,
  type TreeOf,
  type WithLeaves,
} from "@symplectic-adjoint/core";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkOptions } from "./check-options.js";
import { lastingSolve } from "./lasting-solve.js";
import type { AsyncOptions, On, SolveOptions } from "./options.js";
import { prepare } from "./prepare.js";
import { prepareLater } from "./prepare-later.js";
import { isTimesArray, needsReading, readTimesSync, type Times } from "./read-times.js";
import { refuseChanges } from "./refuse-changes.js";
import { makeSolution, type Solution } from "./solution.js";
import { joinSolution, lent } from "./solve-on-tape.js";
import type { AnyRank, OdeFunction } from "./tensor-types.js";

/**
 * Solves y' = f(t, y), y(t[0]) = y0, at once, with every part given as a value, and returns a {@link Solution}. How the
 * integration ended is its `outcome`; nothing is thrown for it.
 *
 * Within `tf.grads` or `optimizer.minimize`, `ys` is differentiable, until the solution is disposed of.
 *
 * @param func f, as the backend's users write it: `OdeFunction` (the default, tensors) or `Float64Function`.
 * @param y0 The initial state: an array of the backend, a list or a record of such, nested as you like.
 * @param t Times to know the solution at, strictly monotone; the first is where y0 holds.
 * @throws OdeError for arguments that cannot be meant, and SynchronousReadError on engines that read asynchronously only.
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
  options: SolveOptions<Float64Array, AnyFloat64Function> & On<Float64Engine>,
): NoInfer<Solution<Float64Array, WithLeaves<Float64Array, Y>>>;
export function solve<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: SolveOptions<A, F> & On<Engine<A, F>>,
): NoInfer<Solution<A, WithLeaves<A, Y>>>;
export function solve<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F> = {},
): Solution<A, Y> {
  checkOptions(options, "solve");
  const { adjoint = symplecticAdjoint(), differentiate = true } = options;
  const backend = backendOf(options);
  const prepared = prepare(func, y0 as Tree<A>, readTimesSync(t, backend), options, {
    backend,
    differentiate,
    awaits: false,
  });
  const { problem } = prepared;
  const run = () => {
    const mode = differentiate ? "repeatable" : "value";
    const pass = runSync(lastingSolve(adjoint, problem, mode), backend);
    return { pass, solution: makeSolution<A, Y>(prepared, pass, differentiate) };
  };
  const { tape } = backend;
  const { pass, solution } = tape === undefined ? run() : tape.suspended(run);
  if (differentiate && pass.outcome.kind === "success" && tape?.isRecording()) {
    const ys = flattenTree<A>(solution.ys as Tree<A>, backend.isArray).leaves;
    const onTape = isTimesArray(t, backend) ? t : undefined;
    try {
      joinSolution(problem, tape, lent(pass), ys, [...problem.y0, ...solution.parameters], onTape);
    } catch (error) {
      solution.dispose();
      throw error;
    }
  }
  return solution;
}

/**
 * {@link solve} for every engine: it never reads synchronously, and lets events be handled while it works. Where values
 * arrive asynchronously only, it tries the next step while it waits: see the option `speculate`.
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
  options: SolveOptions<Float64Array, AnyFloat64Function> & AsyncOptions & On<Float64Engine>,
): Promise<NoInfer<Solution<Float64Array, WithLeaves<Float64Array, Y>>>>;
export function solveAsync<A, F, const Y extends TreeOf<A, Y>>(
  func: NoInfer<F>,
  y0: Y,
  t: Times<NoInfer<A>>,
  options: SolveOptions<A, F> & AsyncOptions & On<Engine<A, F>>,
): Promise<NoInfer<Solution<A, WithLeaves<A, Y>>>>;
export async function solveAsync<A, F, Y>(
  func: F,
  y0: Y,
  t: Times<A>,
  options: SolveOptions<A, F> & AsyncOptions = {},
): Promise<Solution<A, Y>> {
  checkOptions(options, "solveAsync");
  const { adjoint = symplecticAdjoint(), differentiate = true } = options;
  const backend = backendOf(options);
  if (backend.tape?.isRecording()) {
    throw new InvalidArgumentError({
      argument: "An asynchronous solve",
      problem: "was started while a tape records, which cannot wait for it",
      remedy:
        "Await the solution first, then call solution.differentiable(y0) within tf.grads or minimize.",
    });
  }
  const site = { backend, differentiate, awaits: true };
  // Nothing is awaited before the arguments are taken in: they may be changed as soon as the promise is there.
  const prepared = needsReading(t, backend)
    ? await prepareLater(func, y0 as Tree<A>, t, options, site)
    : {
        ...prepare(func, y0 as Tree<A>, readTimesSync(t, backend), options, site),
        release: undefined,
      };
  const { problem, release } = prepared;
  const mode = differentiate ? "repeatable" : "value";
  const solving = refuseChanges(lastingSolve(adjoint, problem, mode), problem.dynamics);
  const pass = await runAsync(solving, backend).finally(release);
  return makeSolution<A, Y>(prepared, pass, differentiate);
}

/** The backend asked for; without one, arrays are tensors. */
function backendOf<A, F>({ backend }: SolveOptions<A, F>): Engine<A, F> {
  return backend ?? (tfjs as unknown as Engine<A, F>);
}
