import {
  checkOptions,
  checkValue,
  must,
  nonEmptyString,
  numberRequirement,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { rowRequirement } from "./read-row.js";
import type { TableauSource } from "./tableau-source.js";

/** What the fields of a source must be, each by itself. */
const FIELDS: Readonly<Record<keyof TableauSource, Requirement>> = {
  name: required(nonEmptyString('Write what the method is called, as in name: "ralston".')),
  order: required(
    numberRequirement(Number.isInteger, "must be an integer", "Write the order of the solution."),
  ),
  c: required(rowRequirement),
  a: required(
    must(
      Array.isArray,
      "must be a list of rows, one for each weight in b",
      'The first row is empty, as in a: ["", "1/2", "0 1/2", "0 0 1"].',
    ),
  ),
  b: required(rowRequirement),
  bHat: rowRequirement,
};

/** Throws unless the source is a record of known fields; a misspelt bHat would cost the method its error estimate. */
export function checkFields(source: TableauSource): void {
  checkOptions("butcherTableau", source, FIELDS, {
    remedy: 'Write butcherTableau({ name: "euler", order: 1, c: "0", a: [""], b: "1" }).',
  });
}

/** Throws unless the order is one that an explicit method of so many stages can have. */
export function checkOrder(order: number, stages: number): void {
  const possible = numberRequirement(
    (value) => Number.isInteger(value) && value >= 1 && value <= stages,
    `must be an integer from 1 to the number of stages, ${stages}`,
    "Write the order of the solution with weights b; orderOf computes it.",
  );
  checkValue("order", order, required(possible));
}
