import type { Backend } from "@symplectic-adjoint/core";
import type { EventSpec } from "./event-spec.js";

/** What {@link eventHandler} needs. */
export interface EventHandlerOptions<A> {
  readonly backend: Backend<A>;
  /** The events; of several at the same time, the first in this list comes first. */
  readonly events: ReadonlyArray<EventSpec<A>>;
  /** The most events of all kinds; one more ends the integration with the outcome "tooManyEvents". Default 1000. */
  readonly maxEvents?: number | undefined;
  /** Whether gradients may be requested; if not, no derivative of a condition at an event is computed. Default true. */
  readonly differentiates?: boolean | undefined;
}
