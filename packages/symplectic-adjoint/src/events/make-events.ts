import type {
  Backend,
  EventHandler,
  FunctionRequest,
  StateFunction,
} from "@symplectic-adjoint/core";
import { type EventSpec, eventHandler } from "@symplectic-adjoint/events";
import type { EventOption, EventOptions } from "./event-options.js";
import { checkEventOptions } from "./event-requirements.js";

/** The functions of events, to be converted together with f: of each event its condition, then its reset if it has one. */
export function eventFunctions<A>({
  events = [],
}: EventOptions<A>): ReadonlyArray<FunctionRequest> {
  checkEventOptions(events);
  return events.flatMap(({ condition, reset, name }, i) => {
    const event = nameOf(name, i);
    const request = { name: `${event}.condition`, func: condition, returns: "scalar" } as const;
    if (reset === undefined) return [request];
    return [request, { name: `${event}.reset`, func: reset, returns: "state" } as const];
  });
}

/**
 * The handler of the events in the options; undefined if there are none.
 *
 * @param functions What the backend made of {@link eventFunctions}.
 * @param differentiates Whether gradients may be requested.
 */
export function makeEvents<A>(
  { events, maxEvents }: EventOptions<A>,
  backend: Backend<A>,
  functions: ReadonlyArray<StateFunction<A>>,
  differentiates: boolean,
): EventHandler<A> | undefined {
  if (events === undefined) return undefined;
  const converted = functions.values();
  const next = () => converted.next().value as StateFunction<A>;
  const specs = events.map((event, i): EventSpec<A> => {
    const { name, direction = 0, terminal = false, reset, probes = 1 } = event;
    return {
      name: nameOf(name, i),
      condition: next(),
      reset: reset && next(),
      direction,
      endsAt: occurrenceOf(terminal),
      probes,
    };
  });
  return eventHandler({ backend, events: specs, maxEvents, differentiates });
}

function nameOf(name: string | undefined, i: number): string {
  return name ?? `events[${i}]`;
}

function occurrenceOf(terminal: NonNullable<EventOption<never>["terminal"]>): number {
  if (typeof terminal === "number") return terminal;
  return terminal ? 1 : Number.POSITIVE_INFINITY;
}
