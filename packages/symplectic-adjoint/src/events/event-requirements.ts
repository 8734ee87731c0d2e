import {
  checkOptions,
  isCallable,
  must,
  nonEmptyString,
  type OptionTable,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { eventDirection, eventLimit, probeCount } from "@symplectic-adjoint/events";
import type { EventOption, EventOptions } from "./event-options.js";

const CONDITION = "Write condition: (t, y) => …, which returns a scalar that is zero at the event.";

/** Requirement on the condition of an event. */
export const conditionRequirement: Requirement = stateFunction(CONDITION);

const EVENT: Readonly<Record<keyof EventOption<never>, Requirement>> = {
  condition: required(conditionRequirement),
  direction: eventDirection,
  terminal: must(
    (value) => typeof value === "boolean" || (Number.isInteger(value) && (value as number) > 0),
    "must be true, false, or the number of an occurrence",
    "Write terminal: true to end at the first occurrence, or leave it out.",
  ),
  reset: stateFunction(
    "Write reset: (t, y) => …, which returns the state after the event, or leave it out.",
  ),
  probes: probeCount,
  name: nonEmptyString('Write name: "floor", or leave it out.'),
};

/** Requirements on the options for events. */
export const eventTable: Readonly<Record<keyof EventOptions<never>, Requirement>> = {
  events: must(
    (value) => Array.isArray(value) && value.length > 0,
    "must be a list of at least one event",
    "Write events: [{ condition: (t, y) => … }], or leave it out.",
  ),
  maxEvents: eventLimit,
};

/** @throws OdeError if an event is not an object of options, or one of them is missing or invalid. */
export function checkEventOptions(events: ReadonlyArray<unknown>): void {
  // Not by forEach, which skips holes.
  for (const [i, event] of events.entries()) {
    const argument = `events[${i}]`;
    const remedy = "Write events: [{ condition: (t, y) => … }].";
    checkOptions("an event", event, EVENT as OptionTable, {
      argument,
      prefix: `${argument}.`,
      valuePrefix: `${argument}.`,
      remedy,
    });
  }
}

function stateFunction(remedy: string): Requirement {
  return must(
    (value) =>
      isCallable(value) || (typeof value === "object" && value !== null && "evaluate" in value),
    "must be a function of time and state",
    remedy,
  );
}
