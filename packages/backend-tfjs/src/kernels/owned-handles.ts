import type { Tensor } from "@tensorflow/tfjs-core";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { LINEAR_SEARCH_LIMIT } from "./membership.js";

/**
 * Distinct handles, created in this scope, of tensors returned by user code. Tensors created elsewhere, kept tensors,
 * variables and duplicates get a second handle of their buffer, so that freeing the result never frees the user's
 * tensors.
 */
export function ownedHandles(tensors: ReadonlyArray<Tensor>, scope: number): Array<Tensor> {
  const repeated = duplicateFinder(tensors);
  return tensors.map((tensor, i) => {
    const ours = !repeated(tensor, i) && tensor.scopeId === scope && !tensor.kept;
    return ours ? tensor : aliasOf(tensor);
  });
}

/** For successive items of a list, whether the item occurred before. */
export function duplicateFinder<T>(list: ReadonlyArray<T>): (item: T, i: number) => boolean {
  if (list.length <= LINEAR_SEARCH_LIMIT) return (item, i) => list.indexOf(item) !== i;
  const seen = new Set<T>();
  return (item) => seen.size === seen.add(item).size;
}
