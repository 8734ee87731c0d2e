import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import type { TableauSource } from "./tableau-source.js";

const FIELDS: ReadonlyArray<string> = ["name", "order", "c", "a", "b", "bHat"];

/** Throws unless the source is a record of known fields with a name. */
export function checkFields(source: TableauSource): void {
  if (typeof source !== "object" || source === null) {
    throw new InvalidArgumentError({
      argument: "source",
      value: source,
      problem: "is not a record of coefficients",
      remedy: 'Write butcherTableau({ name: "euler", order: 1, c: "0", a: [""], b: "1" }).',
    });
  }
  // A misspelt bHat would silently cost the method its error estimate.
  const unknown = Object.keys(source).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) {
    throw new UnknownOptionError({
      argument: unknown,
      problem: "is not a field of a tableau",
      remedy: `The fields are ${FIELDS.join(", ")}.`,
    });
  }
  if (typeof source.name !== "string" || source.name === "") {
    throw new InvalidArgumentError({
      argument: "name",
      value: source.name,
      problem: "must be a string that is not empty",
      remedy: 'Write what the method is called, as in name: "ralston".',
    });
  }
}

/** Throws unless the order is one that an explicit method of so many stages can have. */
export function checkOrder(order: number, stages: number): void {
  if (Number.isInteger(order) && order >= 1 && order <= stages) return;
  throw new InvalidArgumentError({
    argument: "order",
    value: order,
    problem: `must be an integer from 1 to the number of stages, ${stages}`,
    remedy: "Write the order of the solution with weights b; orderOf computes it.",
  });
}
