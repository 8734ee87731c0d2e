import type { StepSpan } from "../steps/step.js";

/** Input of a step attempt: start, length, and what to compute besides the result. */
export interface StepRequest<V> extends StepSpan {
  /** The time at which f is evaluated at the start; see {@link Step}. */
  readonly firstStageTime: number;
  readonly y: V;
  /** The memory returned by the previous step or by `begin`. */
  readonly memory: ReadonlyArray<V>;
  /** f(firstStageTime, y), if it is known. */
  readonly startSlope: V | undefined;
  /** Whether to estimate the error. */
  readonly estimatesError: boolean;
  /**
   * Whether to return f at the end of the step: if the method evaluates it anyway ("ifEvaluated"), for an error estimate
   * or for slopes, or in any case ("always").
   */
  readonly handsOver: "no" | "ifEvaluated" | "always";
  /** Whether to return the stages that `reverse` would recompute, if the method keeps them: see `Method.keptStages`. */
  readonly keepsStages?: boolean | undefined;
  /** Whether to return the slopes of the method's `interpolation`. */
  readonly keepsSlopes?: boolean | undefined;
}

/** Result of a step attempt. The caller owns all values; none share memory. */
export interface StepAttempt<V, A> {
  /** f at the start, given or evaluated. It is kept if the step is rejected. */
  readonly startSlope: V | undefined;
  /** y at the end. */
  readonly next: V;
  /** The memory for the next step; empty for methods without. */
  readonly memory: ReadonlyArray<V>;
  /** f just before the end of the step, if requested and evaluated anyway. */
  readonly endSlope: V | undefined;
  /** The norm of the error over its tolerance, not read back yet; undefined if no estimate was requested. */
  readonly errorRatio: A | number | undefined;
  /** Rollback mark for a rejection: after f at the start, which is kept. */
  readonly mark: number;
  /**
   * The states of the stages, of y's shapes, that `reverse` would recompute: of an explicit Runge-Kutta method those that
   * the result depends on, in order, but for the first one, which is y. Only if requested by `keepsStages`.
   */
  readonly stages?: ReadonlyArray<V> | undefined;
  /**
   * The slopes from which the method interpolates, with holes where the weight is always zero. Only if requested by
   * `keepsSlopes`.
   */
  readonly slopes?: ReadonlyArray<V | undefined> | undefined;
}

/** The memory of a method that has none. */
export const NO_MEMORY: ReadonlyArray<never> = Object.freeze([]);
