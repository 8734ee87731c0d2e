import type { ButcherTableau, Interpolation } from "@symplectic-adjoint/core";
import { denseStages } from "./dense-stages.js";

/** The dense output of a tableau, for the loop: weights of the stages as functions of the place within the step. */
export function interpolationOf(tableau: ButcherTableau): Interpolation {
  const { b, stages, activeStages, error } = tableau;
  const { weights, order, count, isNeeded, end } = denseStages(tableau);
  const atEnd = weights.map((_, i) => b[i] ?? 0);
  /** Whether a stage is evaluated only for the slopes. */
  const isExtra = (i: number): boolean =>
    i >= stages || (error === undefined && !activeStages.includes(i));
  return Object.freeze({
    order,
    slopes: count,
    extraEvaluations: isNeeded.filter((needed, i) => needed && i !== end && isExtra(i)).length,
    // The result of the step itself has these weights, and not those of the polynomial, which differ by rounding.
    weights: (theta) => (theta === 1 ? atEnd.slice() : each(weights, polynomial, theta)),
    derivatives: (theta) => each(weights, derivative, theta),
    secondDerivatives: (theta) => each(weights, secondDerivative, theta),
  } satisfies Interpolation);
}

/** A loop: it is called for each of maybe thousands of outputs. */
function each(
  rows: ReadonlyArray<ReadonlyArray<number>>,
  value: (row: ReadonlyArray<number>, theta: number) => number,
  theta: number,
): Array<number> {
  const values: Array<number> = [];
  for (let i = 0; i < rows.length; i++) values.push(value(rows[i] as ReadonlyArray<number>, theta));
  return values;
}

/** Σ_p row_p θ^p. */
function polynomial(row: ReadonlyArray<number>, theta: number): number {
  let value = 0;
  for (let p = row.length - 1; p >= 0; p--) value = value * theta + (row[p] as number);
  return value;
}

/** Σ_p p row_p θ^(p − 1). */
function derivative(row: ReadonlyArray<number>, theta: number): number {
  let value = 0;
  for (let p = row.length - 1; p >= 1; p--) value = value * theta + p * (row[p] as number);
  return value;
}

/** Σ_p p (p − 1) row_p θ^(p − 2). */
function secondDerivative(row: ReadonlyArray<number>, theta: number): number {
  let value = 0;
  for (let p = row.length - 1; p >= 2; p--)
    value = value * theta + p * (p - 1) * (row[p] as number);
  return value;
}
