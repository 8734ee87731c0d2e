import type {
  FoundEventCotangents,
  Problem,
  State,
  Statistics,
  Step,
  TimesRequest,
} from "@symplectic-adjoint/core";
import type { ContinuousAdjointOptions } from "./continuous-adjoint-options.js";

/** The part of a forward pass that the continuous adjoint starts from. */
export interface ContinuousForward<A> {
  /** The states at the outputs, retained; several may be stacked. */
  readonly states: ReadonlyArray<State<A>>;
  readonly rows: ReadonlyArray<number | undefined> | undefined;
  /** The times of all output states. */
  readonly outputTimes: ReadonlyArray<number>;
  readonly steps: ReadonlyArray<Step>;
}

/** Input of the backward integration. */
export interface AdjointIntegration<A> {
  readonly problem: Problem<A>;
  readonly options: ContinuousAdjointOptions<A>;
  readonly forward: ContinuousForward<A>;
  /** Those of the outputs: entries like the states, or single ones if something is saved of each. */
  readonly cotangents: ReadonlyArray<State<A> | undefined>;
  readonly wrt: ReadonlyArray<number>;
  /** Which gradients for times are requested: an evaluation of f for each output time, and two for each jump time. */
  readonly times: TimesRequest;
  /** Cotangents of the events that were found. */
  readonly events: ReadonlyArray<FoundEventCotangents<A> | undefined>;
  readonly statistics: Statistics;
}
