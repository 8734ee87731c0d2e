/** An interval of time that a step covers. */
export interface StepSpan {
  /** Where it starts. */
  readonly t: number;
  /** Its signed length, as it was used. */
  readonly h: number;
  /** Where it ends: exactly the required time it landed on, else t + h. The next step starts here. */
  readonly end: number;
}

/** An output that belongs to a step. */
export interface StepOutput {
  /** Its index among the outputs. */
  readonly index: number;
  /** Where it lies within the step, as a fraction of its length: 1 is the state at the end of the step. */
  readonly theta: number;
}

/**
 * An accepted step, as data: enough to take it again, bitwise, and to pull cotangents back through it. Times are never
 * compared to find a step again.
 */
export interface Step extends StepSpan {
  /**
   * The time at which its first stage was evaluated: t itself; just before t when k_1 is the last stage of the step
   * before (FSAL, left limit); just after t when f jumps at t.
   */
  readonly firstStageTime: number;
  /** Whether k_1 was handed over from the step before. */
  readonly reusesLastStage: boolean;
  /** The outputs that it reaches. */
  readonly outputs: ReadonlyArray<StepOutput>;
}
