type Numbers = ReadonlyArray<number>;
type Arrays = ReadonlyArray<Float64Array>;

/**
 * out = base + scale · Σ_{j<count} weights_j · terms_j, or the sum alone without a base: what `linearCombination` does, in
 * the same order, into an array that is there already and is none of the others.
 */
export function combineInto(
  out: Float64Array,
  base: Float64Array | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
  count: number,
): void {
  if (out.length === 2) combineTwo(out, base, scale, weights, terms, count);
  else if (out.length === 3) combineThree(out, base, scale, weights, terms, count);
  else combineAny(out, base, scale, weights, terms, count);
}

function combineTwo(
  out: Float64Array,
  base: Float64Array | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
  count: number,
): void {
  let s0 = 0;
  let s1 = 0;
  for (let j = 0; j < count; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    const term = terms[j] as Float64Array;
    s0 += weight * (term[0] as number);
    s1 += weight * (term[1] as number);
  }
  out[0] = base === undefined ? scale * s0 : (base[0] as number) + scale * s0;
  out[1] = base === undefined ? scale * s1 : (base[1] as number) + scale * s1;
}

function combineThree(
  out: Float64Array,
  base: Float64Array | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
  count: number,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  for (let j = 0; j < count; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    const term = terms[j] as Float64Array;
    s0 += weight * (term[0] as number);
    s1 += weight * (term[1] as number);
    s2 += weight * (term[2] as number);
  }
  out[0] = base === undefined ? scale * s0 : (base[0] as number) + scale * s0;
  out[1] = base === undefined ? scale * s1 : (base[1] as number) + scale * s1;
  out[2] = base === undefined ? scale * s2 : (base[2] as number) + scale * s2;
}

function combineAny(
  out: Float64Array,
  base: Float64Array | undefined,
  scale: number,
  weights: Numbers,
  terms: Arrays,
  count: number,
): void {
  for (let e = 0; e < out.length; e++) out[e] = 0;
  for (let j = 0; j < count; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    const term = terms[j] as Float64Array;
    for (let e = 0; e < out.length; e++) out[e] = (out[e] as number) + weight * (term[e] as number);
  }
  for (let e = 0; e < out.length; e++) {
    const sum = scale * (out[e] as number);
    out[e] = base === undefined ? sum : (base[e] as number) + sum;
  }
}
