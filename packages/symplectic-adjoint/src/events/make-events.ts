import type { Backend, EventHandler, StateFunction } from "@symplectic-adjoint/core";
import { type EventSpec, eventHandler } from "@symplectic-adjoint/events";
import { nameOfEvent } from "./event-functions.js";
import type { EventOption, EventOptions } from "./event-options.js";

/** {@link makeEvents}. */
export type MakeEvents = typeof makeEvents;

/**
 * The handler of the events in the options.
 *
 * @param functions What the backend made of their `eventFunctions`.
 * @param differentiates Whether gradients may be requested.
 */
export function makeEvents<A>(
  { events = [], maxEvents }: EventOptions<A>,
  backend: Backend<A>,
  functions: ReadonlyArray<StateFunction<A>>,
  differentiates: boolean,
): EventHandler<A> {
  const converted = functions.values();
  const next = () => converted.next().value as StateFunction<A>;
  const specs = events.map((event, i): EventSpec<A> => {
    const { name, direction = 0, terminal = false, reset, probes = 1 } = event;
    return {
      name: nameOfEvent(name, i),
      condition: next(),
      reset: reset && next(),
      direction,
      endsAt: occurrenceOf(terminal),
      probes,
    };
  });
  return eventHandler({ backend, events: specs, maxEvents, differentiates });
}

function occurrenceOf(terminal: NonNullable<EventOption<never>["terminal"]>): number {
  if (typeof terminal === "number") return terminal;
  return terminal ? 1 : Number.POSITIVE_INFINITY;
}
