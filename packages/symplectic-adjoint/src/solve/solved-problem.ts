import {
  endedAsAsked,
  type ForwardPass,
  IntegrationError,
  type State,
  type Tree,
} from "@symplectic-adjoint/core";
import { type SolutionEvaluator, solutionEvaluator } from "./evaluate-solution.js";
import type { Prepared } from "./prepare.js";
import { releaseDense } from "./release-pass.js";
import type { SolutionArrays } from "./solution-arrays.js";
import { disposedError, valueOnlyError } from "./solution-errors.js";
import { userTree } from "./user-tree.js";

/** A problem with its forward pass and the arrays of its solution, which it owns: what is behind a `Solution`. */
export class SolvedProblem<A> {
  readonly prepared: Prepared<A>;
  readonly pass: ForwardPass<A>;
  readonly arrays: SolutionArrays<A>;
  readonly #differentiates: boolean;
  #disposed = false;
  #evaluator: SolutionEvaluator<A> | undefined;

  /** @param differentiates Whether the pass has a pullback. */
  constructor(
    prepared: Prepared<A>,
    pass: ForwardPass<A>,
    arrays: SolutionArrays<A>,
    differentiates: boolean,
  ) {
    this.prepared = prepared;
    this.pass = pass;
    this.arrays = arrays;
    this.#differentiates = differentiates;
  }

  /** Dense output, for its user. */
  get evaluator(): SolutionEvaluator<A> {
    this.#evaluator ??= solutionEvaluator(this);
    return this.#evaluator;
  }

  /** Whether gradients can be computed. */
  get canDifferentiate(): boolean {
    return this.#differentiates && endedAsAsked(this.pass.outcome);
  }

  /** Not all backends detect disposed inputs. @throws ReleasedError */
  checkAlive(argument: string): void {
    if (this.#disposed) throw disposedError(argument);
  }

  /** @throws ReleasedError | IntegrationError */
  checkDifferentiable(argument: string): void {
    const { outcome, statistics } = this.pass;
    this.checkAlive(argument);
    if (!endedAsAsked(outcome)) throw new IntegrationError(outcome, statistics);
    if (!this.#differentiates) throw valueOnlyError(argument);
  }

  /** Arrays as users see them, in the structure of the outputs: that of the state, or of what is saved instead. */
  savedTree(leaves: State<A>): Tree<A> {
    const { problem, structure } = this.prepared;
    return userTree(problem.backend, problem.save?.structure ?? structure, leaves);
  }

  /** The same in the structure of the state. */
  stateTree(leaves: State<A>): Tree<A> {
    const { problem, structure } = this.prepared;
    return userTree(problem.backend, structure, leaves);
  }

  /** The arrays that users see of these. */
  shown(leaves: State<A>): State<A> {
    return this.prepared.problem.backend.present?.(leaves) ?? leaves;
  }

  /** Frees everything. */
  dispose(): void {
    const { backend } = this.prepared.problem;
    const { ys, events } = this.arrays;
    const { dense } = this.pass;
    this.#disposed = true;
    backend.release(ys);
    if (events !== undefined) backend.release([events.times, ...events.states]);
    if (dense !== undefined) releaseDense(dense, backend);
    this.#evaluator?.release();
    this.pass.release();
  }
}
