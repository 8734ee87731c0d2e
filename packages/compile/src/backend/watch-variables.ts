import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { type Tensor, Variable } from "@tensorflow/tfjs-core";

/**
 * Watches the variables among the parameters of a solve. Other tensors do not change, and may be disposed of before the
 * backward pass, because programs have copies: those that a loss computes on a tape are, at the end of the forward pass.
 *
 * @returns What returns the index of a variable that was assigned to or disposed of since, or undefined.
 */
export function watchVariables(tensors: ReadonlyArray<Tensor>): () => number | undefined {
  const places = tensors.flatMap((tensor, i) => (tensor instanceof Variable ? [i] : []));
  const changed = tfjs.watch?.(places.map((i) => tensors[i] as Tensor));
  return () => {
    const index = changed?.();
    return index === undefined ? undefined : places[index];
  };
}
