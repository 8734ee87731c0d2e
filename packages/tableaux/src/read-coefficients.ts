import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { checkRows } from "./check-rows.js";
import type { ExactCoefficients } from "./exact-coefficients.js";
import { type Fraction, isZero } from "./fraction.js";
import { readInterpolant } from "./read-interpolant.js";
import { readRow } from "./read-row.js";
import type { CoefficientRow, TableauSource } from "./tableau-source.js";

/** Reads the coefficients of a source and checks that their shapes are those of an explicit method. */
export function readCoefficients(source: TableauSource): ExactCoefficients {
  const b = readRow("b", source.b);
  const stages = b.length;
  if (stages === 0) {
    throw new InvalidArgumentError({
      argument: "b",
      value: source.b,
      problem: "must contain one weight per stage, at least one",
      remedy: 'Write the weights of the solution, as in b: "1/6 1/3 1/3 1/6".',
    });
  }
  return Object.freeze({
    a: readMatrix(source.a, stages),
    b,
    bHat: source.bHat === undefined ? undefined : readVector("bHat", source.bHat, stages),
    c: readVector("c", source.c, stages),
    ...(source.interpolant !== undefined && {
      interpolant: readInterpolant(source.interpolant, stages),
    }),
  });
}

function readVector(
  argument: string,
  row: CoefficientRow,
  stages: number,
): ReadonlyArray<Fraction> {
  const vector = readRow(argument, row);
  if (vector.length !== stages) {
    throw new InvalidArgumentError({
      argument,
      value: row,
      problem: `contains ${vector.length} coefficients, but b has ${stages}`,
      remedy: `Write ${stages} coefficients, one per stage, including zeros.`,
    });
  }
  return vector;
}

function readMatrix(
  rows: ReadonlyArray<CoefficientRow>,
  stages: number,
): ReadonlyArray<ReadonlyArray<Fraction>> {
  checkRows(rows, stages);
  return Object.freeze(Array.from(rows, (row, i) => readTriangularRow(row, i, stages)));
}

function readTriangularRow(
  row: CoefficientRow,
  i: number,
  stages: number,
): ReadonlyArray<Fraction> {
  const entries = readRow(`a[${i}]`, row);
  if (entries.length === i) return entries;
  if (entries.length !== stages) {
    throw new InvalidArgumentError({
      argument: `a[${i}]`,
      value: row,
      problem: `contains ${entries.length} coefficients`,
      remedy: `Write the ${i} left of the diagonal, or all ${stages} with zeros from the diagonal on.`,
    });
  }
  if (!entries.slice(i).every(isZero)) {
    throw new InvalidArgumentError({
      argument: `a[${i}]`,
      value: row,
      problem: "has a coefficient on or above the diagonal, so the method is implicit",
      remedy: "Use an explicit method: stage i may depend on the stages before it only.",
    });
  }
  return Object.freeze(entries.slice(0, i));
}
