import type { State, Tolerances } from "@symplectic-adjoint/core";
import type { FloatArray } from "./float-array.js";

/** Squares below this have lost precision (smallest normal double, with margin for the mean). */
const SMALLEST_SUM = 1e-280;

/**
 * The norm of a step's error: the largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))).
 *
 * Propagates NaN; an overflowed state gives NaN, because an infinite scale would hide any error. An empty leaf counts
 * as 0. If squares overflow, or all underflow, they are summed again relative to the largest.
 */
export function errorNorm(
  error: State<FloatArray>,
  from: State<FloatArray>,
  to: State<FloatArray>,
  tolerances: Tolerances,
): number {
  if (error.length === 1) return leafNorm(error, from, to, tolerances, 0);
  let largest = 0;
  // Math.max propagates NaN; a comparison would not.
  for (let leaf = 0; leaf < error.length; leaf++)
    largest = Math.max(largest, leafNorm(error, from, to, tolerances, leaf));
  return largest;
}

function leafNorm(
  error: State<FloatArray>,
  from: State<FloatArray>,
  to: State<FloatArray>,
  tolerances: Tolerances,
  leaf: number,
): number {
  const e = error[leaf] as FloatArray;
  const a = from[leaf] as FloatArray;
  const b = to[leaf] as FloatArray;
  const rtol = tolerances.rtol[leaf] as number;
  const atol = tolerances.atol[leaf] as number;
  const n = e.length;
  if (n === 0 || atol === Number.POSITIVE_INFINITY) return 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const scale = atol + rtol * Math.max(Math.abs(a[i] as number), Math.abs(b[i] as number));
    const ratio = (e[i] as number) / scale;
    // scale − scale is 0, or NaN for a state that is not finite.
    sum += ratio * ratio + (scale - scale);
  }
  if (sum >= SMALLEST_SUM && sum < Number.POSITIVE_INFINITY) return Math.sqrt(sum / n);
  return Number.isNaN(sum) ? sum : scaledNorm(e, a, b, rtol, atol);
}

function scaledNorm(
  e: FloatArray,
  a: FloatArray,
  b: FloatArray,
  rtol: number,
  atol: number,
): number {
  // In double precision, whatever that of the arrays.
  const ratios = Float64Array.from(
    e,
    (value, i) =>
      Math.abs(value) /
      (atol + rtol * Math.max(Math.abs(a[i] as number), Math.abs(b[i] as number))),
  );
  let largest = 0;
  for (const ratio of ratios) largest = Math.max(largest, ratio);
  if (largest === 0 || largest === Number.POSITIVE_INFINITY) return largest;
  let sum = 0;
  for (const ratio of ratios) sum += (ratio / largest) ** 2;
  return largest * Math.sqrt(sum / ratios.length);
}
