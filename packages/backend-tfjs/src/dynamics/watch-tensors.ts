import type { State } from "@symplectic-adjoint/core";
import { type Tensor, Variable } from "@tensorflow/tfjs-core";
import { isGone } from "../tfjs-internals/captured-tensors.js";

/**
 * Takes a snapshot of the tensors' buffers. The returned function returns the index of a tensor that was assigned to or
 * disposed of since, or undefined. Values are not compared: assigning the same values counts as a change. A tensor,
 * other than a variable, is unchanged while its buffer is referenced.
 */
export function watchTensors(tensors: State<Tensor>): () => number | undefined {
  const buffers = tensors.map(({ dataId }) => dataId);
  return () => {
    const changed = tensors.findIndex((tensor, i) => {
      const lost = tensor instanceof Variable ? tensor.isDisposed : isGone(tensor);
      return lost || tensor.dataId !== buffers[i];
    });
    return changed === -1 ? undefined : changed;
  };
}
