import type { Problem, State, StepAttempt, StepOperations } from "@symplectic-adjoint/core";
import { releaseStages } from "../step/release-stages.js";
import { releaseAttempt } from "./position.js";

/** The attempt of a walk that is neither accepted nor rejected, and owns what it computed; there may be none. */
export class PendingAttempt<V, A> {
  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private tried: StepAttempt<V, A> | undefined;

  constructor(problem: Problem<A>, operations: StepOperations<V, A>) {
    this.problem = problem;
    this.operations = operations;
  }

  /** The attempt; undefined if there is none. */
  get current(): StepAttempt<V, A> | undefined {
    return this.tried;
  }

  /** The attempt, where there must be one. */
  get attempt(): StepAttempt<V, A> {
    return this.tried as StepAttempt<V, A>;
  }

  /** The state at its end. */
  get end(): State<A> {
    return this.operations.stateOf(this.attempt.next);
  }

  /** Takes ownership of an attempt. */
  set(tried: StepAttempt<V, A>): void {
    this.tried = tried;
  }

  /** Gives it away with its state and slope at the end, and frees what it kept inside. */
  take(): StepAttempt<V, A> {
    const { problem, operations, attempt } = this;
    this.tried = undefined;
    if (attempt.stages !== undefined) releaseStages(problem, operations, attempt.stages);
    if (attempt.slopes !== undefined) releaseStages(problem, operations, attempt.slopes);
    return attempt;
  }

  /** Frees it, and leaves the operations as they were before it. */
  reject(): void {
    this.operations.rollback(this.attempt.mark);
    this.discard();
  }

  /** Frees it if there is one. */
  discard(): void {
    const { problem, operations, tried } = this;
    this.tried = undefined;
    if (tried !== undefined) releaseAttempt(problem, operations, tried);
  }
}
