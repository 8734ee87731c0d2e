import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Remembers which buffers the tensors are in. The answer, called later, returns the index of one that was assigned to or
 * disposed of since, or undefined. Values are not compared: assigning the same values counts as a change.
 */
export function watchTensors(tensors: State<Tensor>): () => number | undefined {
  const buffers = tensors.map(({ dataId }) => dataId);
  return () => {
    const changed = tensors.findIndex((tensor, i) => {
      return tensor.isDisposed || tensor.dataId !== buffers[i];
    });
    return changed === -1 ? undefined : changed;
  };
}
