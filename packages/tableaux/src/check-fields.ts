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

const NOTHING: Requirement = must(() => true, "", "");

/** Requirements on the individual fields of a source. */
const FIELDS: Readonly<Record<keyof TableauSource, Requirement>> = {
  name: required(nonEmptyString('Write the name of the method, as in name: "ralston".')),
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
  // Its fields are checked when it is read.
  interpolant: NOTHING,
};

/**
 * Throws unless the source is a record of known fields; a misspelled bHat would silently disable the error estimate.
 */
export function checkFields(source: TableauSource): void {
  checkOptions("butcherTableau", source, FIELDS, {
    remedy: 'Write butcherTableau({ name: "euler", order: 1, c: "0", a: [""], b: "1" }).',
  });
}

/** Throws unless the order is possible for an explicit method with this number of stages. */
export function checkOrder(order: number, stages: number): void {
  const possible = numberRequirement(
    (value) => Number.isInteger(value) && value >= 1 && value <= stages,
    `must be an integer from 1 to the number of stages, ${stages}`,
    "Write the order of the solution with weights b; orderOf computes it.",
  );
  checkValue("order", order, required(possible));
}
