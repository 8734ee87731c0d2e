import { InvalidArgumentError, type State } from "@symplectic-adjoint/core";
import { combineInto, nextTerm } from "./combine-into.js";
import { type FloatArray, newLike } from "./float-array.js";

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new arrays.
 *
 * Terms are summed in order, scaled, then added to the base. Terms of weight zero are not read. Without a base: the sum
 * alone, or zeros in the shape of terms[0] if all weights are zero.
 */
export function linearCombination<F extends FloatArray>(
  base: State<F> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<F>>,
): State<F> {
  const like = base ?? terms[nextTerm(weights, 0)] ?? terms[0];
  if (like === undefined) throw shapeless();
  const result: Array<F> = [];
  for (let leaf = 0; leaf < like.length; leaf++) {
    const model = like[leaf] as F;
    const sum = newLike(model, model.length);
    combineInto(sum, base?.[leaf], scale, weights, leavesAt(leaf, weights, terms));
    result.push(sum);
  }
  return result;
}

/** One leaf of every term that is read. */
function leavesAt<F>(
  leaf: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<F>>,
): ReadonlyArray<F> {
  const leaves = new Array<F>(weights.length);
  for (let j = 0; j < weights.length; j++)
    if (weights[j] !== 0) leaves[j] = (terms[j] as State<F>)[leaf] as F;
  return leaves;
}

function shapeless(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "terms",
    problem: "are empty and there is no base, so the result has no shape",
    remedy: "Pass a base, or at least one term.",
  });
}
