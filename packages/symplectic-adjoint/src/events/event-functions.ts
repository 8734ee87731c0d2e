import type { FunctionRequest } from "@symplectic-adjoint/core";
import type { EventOptions } from "./event-options.js";
import { checkEventOptions } from "./event-requirements.js";

/** The functions of events, to be converted together with f: of each event its condition, then its reset if it has one. */
export function eventFunctions<A>({
  events = [],
}: EventOptions<A>): ReadonlyArray<FunctionRequest> {
  checkEventOptions(events);
  return events.flatMap(({ condition, reset, name }, i) => {
    const event = nameOfEvent(name, i);
    const request = { name: `${event}.condition`, func: condition, returns: "scalar" } as const;
    if (reset === undefined) return [request];
    return [request, { name: `${event}.reset`, func: reset, returns: "state" } as const];
  });
}

/** How errors name an event. */
export function nameOfEvent(name: string | undefined, i: number): string {
  return name ?? `events[${i}]`;
}
