import {
  type Alike,
  type Backend,
  type ForwardPass,
  flattenTree,
  IntegrationError,
  InvalidArgumentError,
  InvalidStateError,
  type Outcome,
  type Reading,
  type State,
  type Statistics,
  sameStructure,
  type Tree,
  unflattenTree,
} from "@symplectic-adjoint/core";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import { checkArrays } from "../options/check-arrays.js";
import type { Prepared } from "./prepare.js";
import { refuseDerivative } from "./refuse-derivative.js";
import { disposedError, tapeIsRecordingError, valueOnlyError } from "./solution-errors.js";
import { joinSolution, lent } from "./solve-on-tape.js";
import { stackOutputs, unstackCotangents } from "./stack-outputs.js";

/** Gradients of a solution. The caller must dispose of the arrays. */
export interface SolutionGradients<A, Y> {
  /** In the structure of y0. */
  readonly y0: Y;
  /** In the order of the solution's `parameters`. */
  readonly parameters: ReadonlyArray<A>;
}

/** A solved initial value problem: values, outcome, statistics and derivative. */
export interface Solution<A, Y = Tree<A>> {
  /** The times that were reached: all of them if the outcome is "success". */
  readonly t: ReadonlyArray<number>;
  /** The state at these times, along a new first axis of every array. */
  readonly ys: Y;
  readonly stats: Statistics;
  /** The outcome. A solution that did not reach the last time has no derivative. */
  readonly outcome: Outcome;
  /** The differentiated parameters: those given, or those found in f. */
  readonly parameters: ReadonlyArray<A>;
  /**
   * From cotangents of `ys`, in its structure and shapes, to the gradients of y0 and of the parameters. Can be called
   * any number of times until `dispose`.
   *
   * @throws ReleasedError after `dispose`, or with `differentiate: false`; IntegrationError | ParametersChangedError |
   * SynchronousReadError
   */
  pullback(cotangents: Alike<A, Y>): SolutionGradients<A, Y>;
  /**
   * The same for backends with asynchronous reads only; required for a continuous adjoint on WebGPU. `dispose` aborts a
   * pending call with a ReleasedError.
   *
   * @throws InvalidArgumentError while a tape records; otherwise as `pullback`.
   */
  pullbackAsync(cotangents: Alike<A, Y>): Promise<SolutionGradients<A, Y>>;
  /**
   * Returns `ys` as a function of y0 and the parameters, recorded on the active tape of the backend: within `tf.grads`
   * or `optimizer.minimize`, without solving again. y0 must have the value used for the solve: a variable that was
   * assigned to since is rejected; whether another tensor has the same value is not checked.
   */
  differentiable(y0: Alike<A, Y>): Y;
  /** Frees `ys` and the data of the pullback. */
  dispose(): void;
}

/**
 * Wraps a finished forward pass; takes ownership of its outputs.
 *
 * @param differentiate Whether the pass has a pullback.
 */
export function makeSolution<A, Y = Tree<A>>(
  { problem, structure, origin }: Prepared<A>,
  pass: ForwardPass<A>,
  differentiate: boolean,
): Solution<A, Y> {
  const { backend, y0, times, dynamics } = problem;
  const { outcome, statistics } = pass;
  const reached = pass.outputs.length;
  const ys = retainedOutputs(backend, pass);
  const wrt = dynamics.parameters.map((_, i) => i);
  const leavesOf = (value: Tree<A>): State<A> => flattenTree(value, backend.isArray).leaves;
  const tree = (leaves: State<A>) => unflattenTree(structure, leaves);

  let disposed = false;
  /** Not all backends detect disposed inputs. */
  function checkDifferentiable(argument: string): void {
    if (disposed) throw disposedError(argument);
    if (outcome.kind !== "success") throw new IntegrationError(outcome, statistics);
    if (!differentiate) throw valueOnlyError(argument);
  }

  /** The rows of stacked cotangents, which the caller must release. */
  function rowsOf(cotangents: Tree<A>): ReadonlyArray<State<A>> {
    checkDifferentiable("pullback");
    const leaves = checkLike(cotangents, ys, "cotangents");
    let rows: ReadonlyArray<State<A>> = [];
    backend.openScope();
    try {
      rows = unstackCotangents(backend, leaves, y0, reached);
      return rows;
    } finally {
      backend.closeScope(rows);
    }
  }

  function* pull(cotangents: Tree<A>): Reading<SolutionGradients<A, Tree<A>>, A> {
    const rows = rowsOf(cotangents);
    try {
      const gradients = yield* pass.pullback(rows, wrt);
      return { y0: tree(gradients.y0), parameters: gradients.parameters };
    } finally {
      for (const row of rows) backend.release(row);
    }
  }

  function checkLike(value: Tree<A>, like: State<A>, argument: string): ReadonlyArray<A> {
    const { leaves, structure: found } = flattenTree(value, backend.isArray, argument);
    const fits =
      sameStructure(found, structure) &&
      leaves.every((leaf, i) => `${backend.shape(leaf)}` === `${backend.shape(like[i] as A)}`);
    if (fits) {
      checkArrays(backend, leaves, argument);
      return leaves;
    }
    throw new InvalidStateError({
      argument,
      value,
      problem: `must have shapes ${like.map((leaf) => `[${backend.shape(leaf)}]`).join(", ")} in the structure of y0`,
      remedy: "Pass arrays of exactly these shapes.",
    });
  }

  const solution = {
    t: times.slice(0, reached),
    ys: tree(ys),
    stats: statistics,
    outcome,
    parameters: dynamics.parameters,
    pullback: (cotangents: Tree<A>) => {
      const run = () => runSync(pull(cotangents), backend);
      const { tape } = backend;
      if (tape === undefined) return run();
      const gradients = tape.suspended(run);
      if (tape.isRecording()) {
        const [given, found] = [cotangents, gradients.y0].map(leavesOf) as [State<A>, State<A>];
        const results = [...found, ...gradients.parameters];
        refuseDerivative(tape, [...given, ...dynamics.parameters], results);
      }
      return gradients;
    },
    pullbackAsync: async (cotangents: Tree<A>) => {
      if (backend.tape?.isRecording()) throw tapeIsRecordingError();
      return runAsync(pull(cotangents), backend);
    },
    differentiable(start: Tree<A>) {
      checkDifferentiable("differentiable");
      const leaves = checkLike(start, y0, "y0");
      origin.requireUnchanged(leaves);
      const { tape } = backend;
      if (tape === undefined) {
        throw new InvalidArgumentError({
          argument: "differentiable",
          problem: `is unavailable: the backend ${backend.name} has no tape`,
          remedy: "Call pullback with the cotangents of ys.",
        });
      }
      const copy = tape.suspended(() => backend.linearCombination(undefined, 1, [1], [ys]));
      if (tape.isRecording()) {
        const inputs = [...leaves, ...dynamics.parameters];
        joinSolution(problem, tape, lent(pass), copy, inputs, undefined);
      }
      return tree(copy);
    },
    dispose() {
      disposed = true;
      backend.release(ys);
      pass.release();
    },
  };
  // Only the caller knows the type of y0.
  return Object.freeze(solution) as unknown as Solution<A, Y>;
}

/** The stacked outputs of a pass, retained for the lifetime of the solution. Releases the pass on errors. */
function retainedOutputs<A>(backend: Backend<A>, pass: ForwardPass<A>): State<A> {
  let stacked: State<A> = [];
  try {
    stacked = stackOutputs(backend, pass.outputs);
    return backend.retain(stacked);
  } catch (error) {
    pass.release();
    throw error;
  } finally {
    backend.release(stacked);
  }
}
