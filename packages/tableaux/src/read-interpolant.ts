import {
  checkOptions,
  InvalidArgumentError,
  must,
  numberRequirement,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import type { ExactInterpolant } from "./exact-coefficients.js";
import { type Fraction, fraction, isZero } from "./fraction.js";
import { readRow, rowRequirement } from "./read-row.js";
import type { CoefficientRow, InterpolantSource } from "./tableau-source.js";

const rows = must(
  Array.isArray,
  "must be a list of rows of coefficients",
  'Write one row for each stage, as in weights: ["0 1 -1/2", "0 0 1/2"].',
);

const FIELDS: Readonly<Record<keyof InterpolantSource, Requirement>> = {
  order: required(
    numberRequirement(
      (order) => Number.isInteger(order) && order >= 1,
      "must be an integer from 1 on",
      "Write the order of the interpolated state.",
    ),
  ),
  weights: required(rows),
  a: rows,
  c: rowRequirement,
};

/**
 * Reads the dense output of a method with this number of stages, and checks its shape. Rows of weights get the same length.
 */
export function readInterpolant(source: InterpolantSource, stages: number): ExactInterpolant {
  checkOptions("interpolant", source, FIELDS, {
    remedy: 'Write interpolant: { order: 2, weights: ["0 1 -1/2", "0 0 1/2"] }.',
  });
  const c = readRow("interpolant.c", source.c ?? "");
  const given = source.a ?? [];
  if (given.length !== c.length)
    throw lengthError("interpolant.a", given, "rows", c.length, "one for each node in c");
  const a = Array.from(given, (row, i) => readEarlier(`interpolant.a[${i}]`, row, stages + i));
  const count = stages + c.length;
  if (source.weights.length !== count)
    throw lengthError("interpolant.weights", source.weights, "rows", count, "one for each stage");
  const weights = Array.from(source.weights, (row, i) => readRow(`interpolant.weights[${i}]`, row));
  const powers = Math.max(2, ...weights.map(({ length }) => length));
  return Object.freeze({
    order: source.order,
    weights: Object.freeze(weights.map((row) => padded(row, powers))),
    a: Object.freeze(a),
    c,
  });
}

/** A row with one coefficient for each of the `earlier` stages, or more that are zero. */
function readEarlier(
  argument: string,
  row: CoefficientRow,
  earlier: number,
): ReadonlyArray<Fraction> {
  const entries = readRow(argument, row);
  if (entries.length < earlier || !entries.slice(earlier).every(isZero))
    throw lengthError(argument, row, "coefficients", earlier, "one for each earlier stage");
  return Object.freeze(entries.slice(0, earlier));
}

const ZERO = fraction(0n);

function padded(row: ReadonlyArray<Fraction>, length: number): ReadonlyArray<Fraction> {
  return Object.freeze(Array.from({ length }, (_, p) => row[p] ?? ZERO));
}

function lengthError(
  argument: string,
  value: unknown,
  what: string,
  expected: number,
  why: string,
): InvalidArgumentError {
  return new InvalidArgumentError({
    argument,
    value,
    problem: `must contain ${expected} ${what}, ${why}`,
    remedy: `Write ${expected} ${what}, including zeros.`,
  });
}
