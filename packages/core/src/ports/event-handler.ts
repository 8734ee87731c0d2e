import type { ReadCounts } from "../steps/statistics.js";
import type { StepCut, StepSpan } from "../steps/step.js";
import type { State } from "../trees/state.js";
import type { MaybeReading } from "./reading.js";

/** An accepted step, with its states. */
export interface InterpolatedStep<A> extends StepSpan {
  /** The index of the step. */
  readonly index: number;
  /** The states at both ends; borrowed. */
  readonly before: State<A>;
  readonly after: State<A>;
  /** The interpolated state at t + θh, exactly `after` for θ = 1. The open scope owns it, or the caller. */
  at(theta: number): State<A>;
  /** Its derivative with respect to time. */
  slopeAt(theta: number): State<A>;
}

/** An event that was found. */
export interface FoundEvent<A> {
  /** Which of the problem's events. */
  readonly event: number;
  /** The step in which it was found, and where. */
  readonly step: number;
  readonly theta: number;
  readonly t: number;
  /** The state at the event, before a reset; owned by the handler. */
  readonly state: State<A>;
  /** Whether its time cannot be differentiated, because the condition hardly changes along the solution. */
  readonly grazing: boolean;
}

/** Cotangents of what depends on an event. */
export interface EventCotangents<A> {
  /** That of the state with which the integration continued, after a reset; undefined is zero. */
  readonly next: State<A> | undefined;
  /** That of the state at the event, before a reset. */
  readonly state: State<A> | undefined;
  /** Scalars, whose sum is that of the time of the event. */
  readonly times: ReadonlyArray<A | number>;
}

/** Cotangents of what an event depends on. The open scope owns them, or the caller. */
export interface EventPullback<A> {
  /** That of the interpolated state at the event, with its place θ within the step held fixed. */
  readonly state: State<A>;
  /** That of the time t + θh of the event, with θ held fixed; a scalar. */
  readonly time: A | number;
  /** Those of the requested parameters. */
  readonly parameters: State<A>;
}

/**
 * The events of one solve: finds them in accepted steps, says with which state the integration continues, and pulls
 * cotangents back through them. Has the state of one integration.
 */
export interface EventHandler<A> {
  /** Whether the slopes of steps have to be kept, for `at` and `slopeAt`. */
  readonly interpolates: boolean;
  /**
   * Called before the first step. Forgets what was found before.
   *
   * @param counts Counters of the reads that it makes.
   */
  begin(t: number, y: State<A>, counts?: ReadCounts): MaybeReading<void, A>;
  /**
   * Called after each accepted step. The cut is the first event within the step at which the integration ends or its
   * state is reset; events that do neither are only noted. It may lie at the start of a step (θ = 0), after another one
   * at the same time.
   */
  accepted(step: InterpolatedStep<A>): MaybeReading<StepCut | undefined, A>;
  /** The state with which the integration continues after a cut; the caller owns it. The same again for every replay. */
  continueFrom(cut: StepCut, state: State<A>): State<A>;
  /**
   * Pulls cotangents back through an event, given its index in `found`.
   *
   * @throws GrazingEventError if its time cannot be differentiated.
   * @throws UnsupportedGradientError if its condition or reset uses t as a number.
   */
  reverse(
    found: number,
    cotangents: EventCotangents<A>,
    wrt: ReadonlyArray<number>,
  ): EventPullback<A>;
  /** The events found so far, in order of time. */
  readonly found: ReadonlyArray<FoundEvent<A>>;
  /** Frees what it owns; calling it twice is allowed. */
  release(): void;
}
