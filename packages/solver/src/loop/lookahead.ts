import type { PassStatistics, Problem } from "@symplectic-adjoint/core";
import { type AttemptedStep, attemptStep, releaseAttempt } from "../step/attempt-step.js";
import type { StepSpan } from "../step/stages.js";
import type { StepOperations } from "../step/step-operations.js";
import type { Position } from "./position.js";

/** A step that was tried before it was known whether the one before it is accepted. */
export interface Lookahead<V, A> {
  /** Where it starts, if the step before is accepted. */
  readonly from: Position<V>;
  readonly span: StepSpan;
  /** What came of it, or the error that was thrown: it matters only if the step is really wanted. */
  readonly result: AttemptedStep<V, A> | { readonly error: unknown };
}

/** Tries a step ahead of time. What f or a norm throws is kept, and what was recorded until then forgotten. */
export function lookAhead<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  from: Position<V>,
  span: StepSpan,
): Lookahead<V, A> {
  const { y, k1, firstStageTime } = from;
  const mark = operations.mark();
  try {
    const result = attemptStep(problem, operations, span, y, k1, firstStageTime);
    return { from, span, result };
  } catch (error) {
    operations.rollback(mark);
    return { from, span, result: { error } };
  }
}

/**
 * What came of a step that is wanted now.
 *
 * @throws What was thrown when it was tried.
 */
export function take<V, A>({ result }: Lookahead<V, A>): AttemptedStep<V, A> {
  if ("error" in result) throw result.error;
  return result;
}

/**
 * Throws a step away. Its k_1 goes to the position where it starts, if that was reached, and else with the rest.
 *
 * @param reached Whether the step before was accepted.
 */
export function discard<V, A>(
  { from, result }: Lookahead<V, A>,
  reached: boolean,
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  pass: PassStatistics,
): void {
  pass.discarded++;
  if ("error" in result) return;
  const { k1, errorRatio, mark } = result;
  operations.rollback(mark);
  releaseAttempt(problem, operations, result);
  if (errorRatio !== undefined && typeof errorRatio !== "number")
    problem.backend.release([errorRatio]);
  if (reached) from.k1 = k1;
  else if (k1 !== from.k1) problem.backend.release(operations.stateOf(k1));
}
