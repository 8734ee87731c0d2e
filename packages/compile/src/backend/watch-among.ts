import type { Tensor } from "@tensorflow/tfjs-core";
import { tfjs } from "../imports/backend-tfjs.js";

/** Watches some of a list. @returns What returns the index of one that was assigned to or disposed of since, or undefined. */
export function watchAmong<A>(
  arrays: ReadonlyArray<A>,
  isWatched: (array: A) => boolean,
): () => number | undefined {
  const places = arrays.flatMap((array, i) => (isWatched(array) ? [i] : []));
  const changed = tfjs.watch?.(places.map((i) => arrays[i] as unknown as Tensor));
  return () => {
    const index = changed?.();
    return index === undefined ? undefined : places[index];
  };
}
