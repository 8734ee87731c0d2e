import type { StepSpan } from "../steps/step.js";

/** A step to take: from where, how far, and what is wanted besides its result. */
export interface StepRequest<V> extends StepSpan {
  /** The time at which f is evaluated at the start; see {@link Step}. */
  readonly firstStageTime: number;
  readonly y: V;
  /** What the step before handed over besides y, or `begin` made. */
  readonly memory: ReadonlyArray<V>;
  /** f(firstStageTime, y), if it is known. */
  readonly startSlope: V | undefined;
  /** Whether the error is to be estimated. */
  readonly estimatesError: boolean;
  /** Whether f at the end of the step is wanted, where it comes with the step. */
  readonly handsOver: boolean;
}

/** What an attempted step came to. Every value is the receiver's, and no two share memory. */
export interface StepAttempt<V, A> {
  /** f at the start: the one that was given, or the one that was evaluated. A rejected step keeps it. */
  readonly startSlope: V | undefined;
  /** y at the end. */
  readonly next: V;
  /** The memory for the next step; empty for methods without. */
  readonly memory: ReadonlyArray<V>;
  /** f just before the end of the step, if it was asked for and came with the step. */
  readonly endSlope: V | undefined;
  /** The norm of the error over its tolerance, still on the engine; undefined if no estimate was wanted. */
  readonly errorRatio: A | number | undefined;
  /** Where a rejection rolls the tape back to: after f at the start, which is kept. */
  readonly mark: number;
}

/** The memory of a method that has none. */
export const NO_MEMORY: ReadonlyArray<never> = Object.freeze([]);
