import type { State } from "@symplectic-adjoint/core";
import type { DataId, Tensor } from "@tensorflow/tfjs-core";

/**
 * Runs `body` with the buffers of tensors temporarily replaced by those of others, and restores them even if it throws.
 * No buffer is copied, freed or assigned to; the other tensors must stay alive.
 */
export function withBuffers<T>(tensors: State<Tensor>, others: State<Tensor>, body: () => T): T {
  const own = tensors.map(({ dataId }) => dataId);
  const assignBuffers = (buffers: ReadonlyArray<DataId>): void => {
    tensors.forEach((tensor, i) => {
      tensor.dataId = buffers[i] as DataId;
    });
  };
  try {
    assignBuffers(others.map(({ dataId }) => dataId));
    return body();
  } finally {
    assignBuffers(own);
  }
}
