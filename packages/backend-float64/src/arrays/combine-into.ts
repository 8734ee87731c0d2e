import { type FloatArray, newLike } from "./float-array.js";

// Loops over the numbers of arrays. The built-in fill, set and slice are slower for a few numbers.

type Numbers = ReadonlyArray<number>;
type Arrays = ReadonlyArray<FloatArray>;

/**
 * out = base + scale · Σ_j weights_j · terms_j, or the sum alone without a base: terms of weight zero are not read.
 * `out` must not alias the other arrays. Terms are summed in order, scaled, then added to the base, for any length.
 */
export function combineInto(
  out: FloatArray,
  base: FloatArray | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
): void {
  if (out.length === 2) combineTwo(out, base, scale, weights, terms);
  else if (out.length === 3) combineThree(out, base, scale, weights, terms);
  else combineAny(out, base, scale, weights, terms);
}

function combineTwo(
  out: FloatArray,
  base: FloatArray | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
): void {
  let s0 = 0;
  let s1 = 0;
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    const term = terms[j] as FloatArray;
    s0 += weight * (term[0] as number);
    s1 += weight * (term[1] as number);
  }
  out[0] = base === undefined ? scale * s0 : (base[0] as number) + scale * s0;
  out[1] = base === undefined ? scale * s1 : (base[1] as number) + scale * s1;
}

function combineThree(
  out: FloatArray,
  base: FloatArray | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    const term = terms[j] as FloatArray;
    s0 += weight * (term[0] as number);
    s1 += weight * (term[1] as number);
    s2 += weight * (term[2] as number);
  }
  out[0] = base === undefined ? scale * s0 : (base[0] as number) + scale * s0;
  out[1] = base === undefined ? scale * s1 : (base[1] as number) + scale * s1;
  out[2] = base === undefined ? scale * s2 : (base[2] as number) + scale * s2;
}

/** Processes three terms at a time, to reduce loads and stores of the sum by a factor of three. */
function combineAny(
  sum: FloatArray,
  base: FloatArray | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
): void {
  const n = sum.length;
  for (let i = 0; i < n; i++) sum[i] = 0;
  const m = weights.length;
  let j0 = nextTerm(weights, 0);
  while (j0 < m) {
    const j1 = nextTerm(weights, j0 + 1);
    const j2 = nextTerm(weights, j1 + 1);
    const w0 = weights[j0] as number;
    const a0 = terms[j0] as FloatArray;
    if (j1 >= m) {
      for (let i = 0; i < n; i++) sum[i] = (sum[i] as number) + w0 * (a0[i] as number);
      break;
    }
    const w1 = weights[j1] as number;
    const a1 = terms[j1] as FloatArray;
    if (j2 >= m) {
      for (let i = 0; i < n; i++)
        sum[i] = (sum[i] as number) + w0 * (a0[i] as number) + w1 * (a1[i] as number);
      break;
    }
    const w2 = weights[j2] as number;
    const a2 = terms[j2] as FloatArray;
    for (let i = 0; i < n; i++)
      sum[i] =
        (sum[i] as number) +
        w0 * (a0[i] as number) +
        w1 * (a1[i] as number) +
        w2 * (a2[i] as number);
    j0 = nextTerm(weights, j2 + 1);
  }
  if (base === undefined) for (let i = 0; i < n; i++) sum[i] = scale * (sum[i] as number);
  else for (let i = 0; i < n; i++) sum[i] = (base[i] as number) + scale * (sum[i] as number);
}

/** The first index from `from` on whose weight is not zero, or a number ≥ weights.length. */
export function nextTerm(weights: ReadonlyArray<number>, from: number): number {
  let j = from;
  while (j < weights.length && weights[j] === 0) j++;
  return j;
}

/** Fills an array with zeros. */
export function fillZeros(array: FloatArray): void {
  for (let i = 0; i < array.length; i++) array[i] = 0;
}

/** Copies `source` into `target`, which has the same length. */
export function copyInto(target: FloatArray, source: FloatArray): void {
  for (let i = 0; i < target.length; i++) target[i] = source[i] as number;
}

/** A copy of an array. */
export function copyOf<F extends FloatArray>(source: F): F {
  const copy = newLike(source, source.length);
  copyInto(copy, source);
  return copy;
}
