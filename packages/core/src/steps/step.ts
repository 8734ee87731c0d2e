/** An interval of time that a step covers. */
export interface StepSpan {
  /** Time of its start. */
  readonly t: number;
  /** Its signed length. */
  readonly h: number;
  /** Time of its end: exactly the required time it landed on, else t + h. The next step starts here. */
  readonly end: number;
}

/** An output, or several, that belong to a step. */
export interface StepOutput {
  /** Its index among the outputs of the forward pass. */
  readonly index: number;
  /**
   * Its position within the step, as a fraction of the length: 1 is the end of the step. A list if the output consists of
   * several states, one per row.
   */
  readonly theta: number | ReadonlyArray<number>;
}

/** Where the integration left a step before its end, because of an event. */
export interface StepCut {
  /** The place within the step. */
  readonly theta: number;
  /** The time t + θh, at which the next step starts. */
  readonly t: number;
  /** Index among the events that were found. */
  readonly found: number;
  /** Whether the integration ended there. */
  readonly ends: boolean;
  /** Whether it ended there because there were too many events: the outcome is "tooManyEvents" instead of "event". */
  readonly exceeds?: boolean | undefined;
  /**
   * The outputs that are the state at the event, and move with it: indices among the outputs. The loop sets them; event
   * handlers return none.
   */
  readonly outputs: ReadonlyArray<number>;
}

/**
 * An accepted step: enough data to replay it bitwise and to pull cotangents back through it. Code must not identify
 * steps by comparing times.
 */
export interface Step extends StepSpan {
  /**
   * The time at which its first stage was evaluated: t itself; just before t if k_1 is the last stage of the previous
   * step (FSAL, left limit); just after t if f is discontinuous at t.
   */
  readonly firstStageTime: number;
  /** Whether k_1 was reused from the previous step. */
  readonly reusesLastStage: boolean;
  /** The outputs that it reaches. */
  readonly outputs: ReadonlyArray<StepOutput>;
  /** Where the integration left it, if that is not its end. */
  readonly cut?: StepCut | undefined;
}
