import type { ButcherTableau, Interpolation } from "@symplectic-adjoint/core";
import { denseStages } from "./dense-stages.js";

/** The dense output of a tableau, for the loop: weights of the stages as functions of the place within the step. */
export function interpolationOf(tableau: ButcherTableau): Interpolation {
  const { b, stages, activeStages, error } = tableau;
  const { weights: rows, order, count, isNeeded, end } = denseStages(tableau);
  const weights = rows.map((row) => Float64Array.from(row));
  const atEnd = weights.map((_, i) => b[i] ?? 0);
  /** Whether a stage is evaluated only for the slopes. */
  const isExtra = (i: number): boolean =>
    i >= stages || (error === undefined && !activeStages.includes(i));
  return Object.freeze({
    order,
    slopes: count,
    extraEvaluations: isNeeded.filter((needed, i) => needed && i !== end && isExtra(i)).length,
    // The result of the step itself has these weights, and not those of the polynomial, which differ by rounding.
    weights(theta) {
      // A copy and a loop over typed arrays: it is called for each of maybe thousands of outputs.
      const values = atEnd.slice();
      if (theta === 1) return values;
      for (let i = 0; i < values.length; i++)
        values[i] = polynomial(weights[i] as Float64Array, theta);
      return values;
    },
    derivatives: (theta) => Array.from(weights, (row) => derivative(row, theta)),
    secondDerivatives: (theta) => Array.from(weights, (row) => secondDerivative(row, theta)),
  } satisfies Interpolation);
}

/** Σ_p row_p θ^p. */
function polynomial(row: Float64Array, theta: number): number {
  let value = 0;
  for (let p = row.length - 1; p >= 0; p--) value = value * theta + (row[p] as number);
  return value;
}

/** Σ_p p row_p θ^(p − 1). */
function derivative(row: Float64Array, theta: number): number {
  let value = 0;
  for (let p = row.length - 1; p >= 1; p--) value = value * theta + p * (row[p] as number);
  return value;
}

/** Σ_p p (p − 1) row_p θ^(p − 2). */
function secondDerivative(row: Float64Array, theta: number): number {
  let value = 0;
  for (let p = row.length - 1; p >= 2; p--)
    value = value * theta + p * (p - 1) * (row[p] as number);
  return value;
}
