import type {
  PassStatistics,
  Problem,
  StepAttempt,
  StepOperations,
  StepSpan,
} from "@symplectic-adjoint/core";
import { attemptAhead, discardLookahead, type Lookahead, useLookahead } from "./lookahead.js";
import type { KeptByAttempt, Position } from "./position.js";

/** The attempt that a walk has made in advance, if there is one. Owns it. */
export class Speculation<V, A> {
  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private readonly pass: PassStatistics;
  private ahead: Lookahead<V, A> | undefined;

  constructor(problem: Problem<A>, operations: StepOperations<V, A>, pass: PassStatistics) {
    this.problem = problem;
    this.operations = operations;
    this.pass = pass;
  }

  /** The position from which it starts. */
  get from(): Position<V> | undefined {
    return this.ahead?.from;
  }

  attempt(from: Position<V>, span: StepSpan, keeps: KeptByAttempt): void {
    this.ahead = attemptAhead(this.problem, this.operations, from, span, keeps);
  }

  /**
   * Its result, if its length is the required one; it is discarded if not.
   *
   * @param at Where the walk is.
   */
  take({ h, end }: StepSpan, at: Position<V>): StepAttempt<V, A> | undefined {
    const { ahead } = this;
    if (ahead === undefined) return undefined;
    if (ahead.span.h !== h || ahead.span.end !== end) {
      this.discard(at);
      return undefined;
    }
    this.ahead = undefined;
    return useLookahead(ahead);
  }

  /** Frees it; the position from which it starts keeps its slope if the walk is there. */
  discard(at: Position<V>): void {
    const { ahead } = this;
    if (ahead === undefined) return;
    this.ahead = undefined;
    discardLookahead(ahead, ahead.from === at, this.problem, this.operations, this.pass);
  }
}
