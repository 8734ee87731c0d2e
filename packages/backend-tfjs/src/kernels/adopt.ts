import type { Tensor } from "@tensorflow/tfjs-core";
import { share } from "../tfjs-internals/held-buffer.js";
import { FEW } from "./lookup.js";

/**
 * Distinct handles, made in this scope, of tensors that somebody else's code returned. What was made elsewhere, is kept,
 * is a variable, or occurs twice gets a second handle of its buffer, so that freeing the result never frees theirs.
 */
export function adopt(tensors: ReadonlyArray<Tensor>, scope: number): Array<Tensor> {
  const repeated = repetitions(tensors);
  return tensors.map((tensor, i) => {
    const ours = !repeated(tensor, i) && tensor.scopeId === scope && !tensor.kept;
    return ours ? tensor : share(tensor);
  });
}

/** For successive items of a list, whether the item occurred before. */
export function repetitions<T>(list: ReadonlyArray<T>): (item: T, i: number) => boolean {
  if (list.length <= FEW) return (item, i) => list.indexOf(item) !== i;
  const seen = new Set<T>();
  return (item) => seen.size === seen.add(item).size;
}
