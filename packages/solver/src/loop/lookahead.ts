import {
  isReading,
  type PassStatistics,
  type Problem,
  type StepAttempt,
  type StepOperations,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { type KeptByAttempt, type Position, releaseAttempt, requestFrom } from "./position.js";

/** A step attempted before the previous one was accepted or rejected. */
export interface Lookahead<V, A> {
  /** Its start, if the previous step is accepted. */
  readonly from: Position<V>;
  readonly span: StepSpan;
  /** Its result, or the error it threw, which is reported only if the step is used. */
  readonly result: StepAttempt<V, A> | { readonly error: unknown };
}

/**
 * Attempts a step in advance. Keeps an error thrown by f or the norm, and rolls back what was recorded. Returns
 * undefined for methods that have to wait for scalars.
 */
export function attemptAhead<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  from: Position<V>,
  span: StepSpan,
  keeps: KeptByAttempt,
): Lookahead<V, A> | undefined {
  const mark = operations.mark();
  try {
    const request = requestFrom(problem, from, span, keeps);
    const result = problem.method.attempt(problem, operations, request);
    return isReading(result) ? undefined : { from, span, result };
  } catch (error) {
    operations.rollback(mark);
    return { from, span, result: { error } };
  }
}

/**
 * The result of a step attempted in advance.
 *
 * @throws The error thrown by the attempt.
 */
export function useLookahead<V, A>({ result }: Lookahead<V, A>): StepAttempt<V, A> {
  if ("error" in result) throw result.error;
  return result;
}

/**
 * Discards the attempt. If its start was reached, that position keeps the slope there; otherwise the slope is released
 * too.
 *
 * @param reached Whether the previous step was accepted.
 */
export function discardLookahead<V, A>(
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
