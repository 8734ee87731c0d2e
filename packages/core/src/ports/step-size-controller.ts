/** A step attempt whose error is not known yet. Lengths are positive in either direction of time. */
export interface PendingAttempt {
  /** Length of the attempt. */
  readonly step: number;
  /** Length proposed by the controller: larger than `step` if the step was cut to land on a required time. */
  readonly proposal: number;
  /** Order of the method. */
  readonly order: number;
}

/** One step attempt, as seen by the controller. */
export interface Attempt extends PendingAttempt {
  /** Norm of the error over its tolerance; 0 without an error estimate, NaN or Infinity after an overflow. */
  readonly errorRatio: number;
}

/** The decision on an attempt. */
export interface Decision<C> {
  readonly accepted: boolean;
  /** Proposed length of the next attempt: of the next step, or of the repeated step. */
  readonly step: number;
  readonly state: C;
}

/**
 * Chooses the first step from scaled norms of y0 and f (Hairer, Nørsett & Wanner I, II.4):
 * d0 = ‖y0‖, d1 = ‖f(t0, y0)‖, d2 = ‖f(t0 + trial, y0 + trial·f0) − f0‖ / trial. `span` is the time between the first
 * and the last output, the reference for "short" and "long". The solver always passes it; it is optional for other
 * callers.
 */
export interface FirstStepRule {
  /**
   * A step small enough to probe the curvature. The solver shortens it to the span, so that f is never evaluated
   * outside, and lengthens it to the spacing of doubles at t0.
   */
  trial(d0: number, d1: number, span?: number): number;
  /** The first step. The solver lengthens it to the spacing of doubles at t0. */
  choose(trial: number, d1: number, d2: number, order: number, span?: number): number;
}

/**
 * Accepts or rejects attempts and proposes step lengths. Stateless: its state is an argument and part of the result.
 */
export interface StepSizeController<C = unknown> {
  readonly name: string;
  /** Whether it needs error estimates. If not, every step is accepted. */
  readonly adaptive: boolean;
  /** The length of the first step, or the rule that chooses it. */
  readonly firstStep: number | FirstStepRule;
  /**
   * Times the grid must contain besides the outputs, in the direction of integration.
   *
   * @param outputs The distinct output times, the first included.
   * @param most Maximum number of steps; a controller may throw immediately if it needs more.
   * @param interpolates Whether outputs may lie within steps: the grid then has to contain only the first and the last.
   */
  requiredTimes?(
    outputs: ReadonlyArray<number>,
    most?: number,
    interpolates?: boolean,
  ): ReadonlyArray<number>;
  /**
   * How the times of `requiredTimes` move if outputs move. Only gradients for times depend on it.
   *
   * - "fixed", the default: not at all.
   * - "proportional": they divide the intervals between the outputs that the grid has to contain (all of them, or if they
   *   are interpolated the first and the last) in the same proportions.
   * - "intervals": they divide the intervals between all outputs in the same proportions, interpolated or not.
   */
  readonly gridMoves?: "fixed" | "proportional" | "intervals" | undefined;
  /** The state before the first attempt. */
  init(): C;
  /** Accepts or rejects an attempt, and proposes the next step. */
  next(state: C, attempt: Attempt): Decision<C>;
  /**
   * Predicts the step that `next` proposes if it accepts this attempt; undefined if it depends on the error. Called
   * while the error is being read back, so that the next step can be attempted in the meantime.
   *
   * Contract: `next(state, { ...attempt, errorRatio }).step` equals this number for every accepted errorRatio. If it is
   * violated, the attempt made in advance is discarded; results stay correct.
   */
  predictNext?(state: C, attempt: PendingAttempt): number | undefined;
}
