import type { State } from "@symplectic-adjoint/core";
import type { DataId, Tensor } from "@tensorflow/tfjs-core";

/**
 * Runs `body` while tensors stand for the buffers of others, and gives them their own back, whatever it throws. No buffer
 * is copied, freed or assigned to, so a variable, or a tensor that f captured, is afterwards what it was: the others must
 * live until then.
 */
export function withBuffers<T>(tensors: State<Tensor>, others: State<Tensor>, body: () => T): T {
  const own = tensors.map(({ dataId }) => dataId);
  const point = (buffers: ReadonlyArray<DataId>): void => {
    tensors.forEach((tensor, i) => {
      tensor.dataId = buffers[i] as DataId;
    });
  };
  try {
    point(others.map(({ dataId }) => dataId));
    return body();
  } finally {
    point(own);
  }
}
