/** A step whose error is not known yet. Steps are magnitudes: time may run either way. */
export interface PendingAttempt {
  /** What is tried. */
  readonly step: number;
  /** What the controller had proposed: larger than `step` if the step was cut to land on a required time. */
  readonly proposal: number;
  /** Order of the method. */
  readonly order: number;
}

/** One attempted step, as its controller sees it. */
export interface Attempt extends PendingAttempt {
  /** Norm of the error over its tolerance; 0 without an error estimate, NaN or Infinity after an overflow. */
  readonly errorRatio: number;
}

/** The controller's answer to an attempt. */
export interface Decision<C> {
  readonly accepted: boolean;
  /** The next proposal, for the next step or for the same one again. */
  readonly step: number;
  readonly state: C;
}

/**
 * How long the first step may be, from norms of y0 and f over the tolerance (Hairer, Nørsett & Wanner I, II.4):
 * d0 = ‖y0‖, d1 = ‖f(t0, y0)‖, d2 = ‖f(t0 + trial, y0 + trial·f0) − f0‖ / trial. `span` is the time from the first output
 * to the last, in relation to which a step is short or long. The solver always passes it; by hand it may be left out.
 */
export interface FirstStepRule {
  /**
   * A step small enough to probe the curvature with. The solver shortens it to the span, so that f is never evaluated
   * outside, and lengthens it to the spacing of doubles at t0.
   */
  trial(d0: number, d1: number, span?: number): number;
  /** The first step. The solver lengthens it to the spacing of doubles at t0. */
  choose(trial: number, d1: number, d2: number, order: number, span?: number): number;
}

/** Decides on acceptance and on the next step. A value: what it remembers is the state it is handed. */
export interface StepSizeController<C = unknown> {
  readonly name: string;
  /** Whether it wants error estimates. If not, every step is accepted. */
  readonly adaptive: boolean;
  /** The first step's magnitude, or the rule that finds it. */
  readonly firstStep: number | FirstStepRule;
  /**
   * Times the grid must contain besides the outputs, in the direction of integration.
   *
   * @param most Most steps that will be taken. What needs more may be an error at once.
   */
  requiredTimes?(outputs: ReadonlyArray<number>, most?: number): ReadonlyArray<number>;
  /** The state before the first attempt. */
  init(): C;
  /** Accepts or rejects an attempt, and proposes the next step. */
  next(state: C, attempt: Attempt): Decision<C>;
  /**
   * The step that `next` will propose if it accepts this attempt, as far as that can be told without its error; else
   * undefined. Asked for where the error is still on its way, so that the next step can be tried meanwhile.
   *
   * The law: `next(state, { ...attempt, errorRatio }).step` is this very number for every errorRatio that is accepted. A
   * controller that breaks it loses time, never the result: a step of another length is thrown away.
   */
  ahead?(state: C, attempt: PendingAttempt): number | undefined;
}
