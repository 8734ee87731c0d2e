import {
  backendContract,
  booleanRequirement,
  checkOptions,
  contract,
  must,
  numberRequirement,
  type OptionTable,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";

const functions = ["evaluate", "pullback"] as const;
const stateFunction = contract(
  "a function that a backend has converted",
  Object.fromEntries(functions.map((name) => [name, "function"] as const)),
  "Take it from the functions of backend.dynamics(f, context).",
);

/** The most events of a solve. */
export const eventLimit: Requirement = numberRequirement(
  (value) => value > 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
  "must be a positive integer",
  "Write maxEvents: 1000, or leave it out.",
);

/** Which crossings of a condition count. */
export const eventDirection: Requirement = must(
  (value) => value === -1 || value === 0 || value === 1,
  "must be -1, 0 or 1",
  "Write direction: -1 for a condition that falls through zero, 1 for one that rises, or leave it out.",
);

/** The number of places within a step at which a condition is examined. */
export const probeCount: Requirement = numberRequirement(
  (value) => value >= 0 && Number.isInteger(value) && value <= 1000,
  "must be an integer from 0 to 1000",
  "Write probes: 3, say, or leave it out.",
);

const EVENT: OptionTable = {
  name: required(
    must((value) => typeof value === "string", "must be a string", 'Write name: "events[0]".'),
  ),
  condition: required(stateFunction),
  reset: stateFunction,
  direction: required(eventDirection),
  endsAt: required(
    numberRequirement(
      (value) => value > 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
      "must be a positive integer, or Infinity",
      "Write endsAt: 1 to end at the first occurrence, Infinity to end at none.",
    ),
  ),
  probes: required(probeCount),
};

const OPTIONS: OptionTable = {
  backend: required(backendContract),
  events: required(
    must(
      (value) => Array.isArray(value) && value.length > 0,
      "must be a list of at least one event",
      "Write events: [{ name, condition, … }].",
    ),
  ),
  maxEvents: eventLimit,
  differentiates: booleanRequirement("Write differentiates: false, or leave it out."),
};

/** @throws OdeError if an option of `eventHandler` is missing or invalid. */
export function checkHandlerOptions(options: unknown): void {
  checkOptions("eventHandler", options, OPTIONS);
  const { events } = options as { readonly events: ReadonlyArray<unknown> };
  for (const [i, event] of events.entries()) {
    const argument = `events[${i}]`;
    checkOptions("an event", event, EVENT, {
      argument,
      prefix: `${argument}.`,
      valuePrefix: `${argument}.`,
    });
  }
}
