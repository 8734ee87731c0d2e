/**
 * An accepted step, as data: enough to take it again, bitwise, and to pull cotangents back through it. Times are never
 * compared to find a step again.
 */
export interface Step {
  /** Where it starts. */
  readonly t: number;
  /** Its signed length, as it was used. */
  readonly h: number;
  /** Where it ends: exactly the required time it landed on, else t + h. The next step starts here. */
  readonly end: number;
  /**
   * The time at which its first stage was evaluated: t itself; just before t when k_1 is the last stage of the step
   * before (FSAL, left limit); just after t when f jumps at t.
   */
  readonly firstStageTime: number;
  /** Whether k_1 was handed over from the step before. */
  readonly reusesLastStage: boolean;
  /** Indices of the outputs that are the state at its end. */
  readonly outputs: ReadonlyArray<number>;
}
