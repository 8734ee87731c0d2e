import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { type Tensor, Variable } from "@tensorflow/tfjs-core";

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

/**
 * Whether a parameter of a solve has to be watched: a variable. Other tensors do not change, and may be disposed of before
 * the backward pass, because programs have copies: those that a loss computes on a tape are, at the end of the forward pass.
 */
export function isVariable(tensor: Tensor): boolean {
  return tensor instanceof Variable;
}
