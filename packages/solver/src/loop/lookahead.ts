import {
  isReading,
  type PassStatistics,
  type Problem,
  type StepAttempt,
  type StepOperations,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { type Position, releaseAttempt, requestFrom } from "./position.js";

/** A step that was attempted before it was known whether the one before it is accepted. */
export interface Lookahead<V, A> {
  /** Where it starts, if the step before is accepted. */
  readonly from: Position<V>;
  readonly span: StepSpan;
  /** What it came to, or the error that was thrown: it matters only if the step is really wanted. */
  readonly result: StepAttempt<V, A> | { readonly error: unknown };
}

/**
 * Attempts a step ahead of time. What f or a norm throws is kept, and what was recorded until then forgotten. A method that
 * must wait for numbers cannot be ahead of anything: there is no lookahead then.
 */
export function lookAhead<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  from: Position<V>,
  span: StepSpan,
): Lookahead<V, A> | undefined {
  const mark = operations.mark();
  try {
    const result = problem.method.attempt(problem, operations, requestFrom(problem, from, span));
    return isReading(result) ? undefined : { from, span, result };
  } catch (error) {
    operations.rollback(mark);
    return { from, span, result: { error } };
  }
}

/**
 * What a step that is wanted now came to.
 *
 * @throws What was thrown when it was attempted.
 */
export function take<V, A>({ result }: Lookahead<V, A>): StepAttempt<V, A> {
  if ("error" in result) throw result.error;
  return result;
}

/**
 * Throws a step away. Its slope at the start goes to the position where it starts, if that was reached, and else with the
 * rest.
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
  const { startSlope, errorRatio, mark } = result;
  operations.rollback(mark);
  releaseAttempt(problem, operations, result);
  if (errorRatio !== undefined && typeof errorRatio !== "number")
    problem.backend.release([errorRatio]);
  if (reached) from.slope = startSlope;
  else if (startSlope !== undefined && startSlope !== from.slope)
    problem.backend.release(operations.stateOf(startSlope));
}
