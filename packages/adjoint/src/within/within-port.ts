import type { State, StepLoad, TimeSink } from "@symplectic-adjoint/core";
import type { TimeLedger } from "../times/time-ledger.js";

/** Which values of a step the reversal of what lies within it needs. */
export type NeededValues = "nothing" | "end" | "slopes";

/** Values of a step: its ends, and the slopes from which it is interpolated; undefined if they are not needed. */
export interface StepValues<A> {
  readonly start: State<A>;
  readonly next: State<A> | undefined;
  readonly slopes: ReadonlyArray<State<A> | undefined> | undefined;
}

/** Cotangents of one step. */
export interface StepPull<A> {
  /** Those of the state at its end, besides λ⁺. */
  readonly end: ReadonlyArray<State<A>>;
  /** Those of what lies within it; undefined is zero. */
  readonly load: StepLoad<A> | undefined;
  /** Whether a state of these is to be freed, and not owned by the caller of the pullback. */
  owns(state: State<A>): boolean;
  /** Frees those. */
  release(): void;
}

/**
 * What a backward pass pulls back besides states at the ends of steps: outputs and points within steps, what is saved of
 * outputs, events, and the ends of the steps as functions of the user's times.
 */
export interface WithinSteps<A> {
  readonly ledger: TimeLedger<A>;
  /** Whether a step has a cotangent besides λ⁺, or an event that the integration continued from. */
  concerns(n: number): boolean;
  /** Whether some of them belong to what lies within it. */
  loads(n: number): boolean;
  /** The values of the step that `pull` needs. */
  needs(n: number): NeededValues;
  /** Receives how the loss changes with the ends of the step; undefined if nobody needs to know. */
  timeSinkOf(n: number): TimeSink<A> | undefined;
  /**
   * The cotangents of a step. Adds those of parameters and times to the sink and the ledger.
   *
   * @param next If the step was cut: the cotangent of the state from which the integration continued.
   */
  pull(n: number, values: StepValues<A> | undefined, next: State<A> | undefined): StepPull<A>;
  /** @throws InvalidArgumentError if a step with cotangents was not pulled: its reversal has ignored them. */
  requireComplete(): void;
  /** Adds the cotangents of the outputs at the initial time to λ. */
  pullInitial(): void;
}
