import { InvalidArgumentError, type State } from "@symplectic-adjoint/core";
import { combineSmall, SMALL } from "./combine-small.js";

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new arrays.
 *
 * The sum runs from the first term to the last, then is scaled, then added to the base. Terms of weight zero are not
 * read. Without a base: the sum alone, or zeros in the shape of terms[0] if all weights vanish.
 */
export function linearCombination(
  base: State<Float64Array> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Float64Array>>,
): State<Float64Array> {
  const like = base ?? terms[nextTerm(weights, 0)] ?? terms[0];
  if (like === undefined) throw shapeless();
  if (like.length === 1) return [combineLeaf(base, scale, weights, terms, like, 0)];
  const result: Array<Float64Array> = [];
  for (let leaf = 0; leaf < like.length; leaf++)
    result.push(combineLeaf(base, scale, weights, terms, like, leaf));
  return result;
}

function combineLeaf(
  base: State<Float64Array> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Float64Array>>,
  like: State<Float64Array>,
  leaf: number,
): Float64Array {
  const n = (like[leaf] as Float64Array).length;
  if (n > 0 && n <= SMALL) return combineSmall(base?.[leaf], scale, weights, terms, leaf, n);
  return combineLarge(base?.[leaf], scale, weights, terms, leaf, n);
}

/** Takes three terms at a time, so that the sum is loaded and stored a third as often. */
function combineLarge(
  base: Float64Array | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Float64Array>>,
  leaf: number,
  n: number,
): Float64Array {
  const sum = new Float64Array(n);
  const m = weights.length;
  let j0 = nextTerm(weights, 0);
  while (j0 < m) {
    const j1 = nextTerm(weights, j0 + 1);
    const j2 = nextTerm(weights, j1 + 1);
    const w0 = weights[j0] as number;
    const a0 = (terms[j0] as State<Float64Array>)[leaf] as Float64Array;
    if (j1 >= m) {
      for (let i = 0; i < n; i++) sum[i] = (sum[i] as number) + w0 * (a0[i] as number);
      break;
    }
    const w1 = weights[j1] as number;
    const a1 = (terms[j1] as State<Float64Array>)[leaf] as Float64Array;
    if (j2 >= m) {
      for (let i = 0; i < n; i++)
        sum[i] = (sum[i] as number) + w0 * (a0[i] as number) + w1 * (a1[i] as number);
      break;
    }
    const w2 = weights[j2] as number;
    const a2 = (terms[j2] as State<Float64Array>)[leaf] as Float64Array;
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
  return sum;
}

/** The first index from `from` on whose weight is not zero, or a number ≥ weights.length. */
function nextTerm(weights: ReadonlyArray<number>, from: number): number {
  let j = from;
  while (j < weights.length && weights[j] === 0) j++;
  return j;
}

function shapeless(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "terms",
    problem: "are empty and there is no base, so the result has no shape",
    remedy: "Pass a base, or at least one term.",
  });
}
