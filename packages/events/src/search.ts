import type { Backend, InterpolatedStep, ReadCounts } from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";

/** The search for events in one step. */
export interface Search<A> {
  readonly backend: Backend<A>;
  readonly events: ReadonlyArray<EventSpec<A>>;
  readonly step: InterpolatedStep<A>;
  readonly counts: ReadCounts | undefined;
}

/** Where the condition of an event is to be evaluated. */
export interface Probe {
  /** Index of the event. */
  readonly event: number;
  readonly theta: number;
}
