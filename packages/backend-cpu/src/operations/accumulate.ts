import type { State } from "@symplectic-adjoint/core";
import type { DataId, Tensor } from "@tensorflow/tfjs-core";
import { cpu, makeTensor, valuesOf } from "../cpu-values.js";

/** Buffers allocated here. A tensor created by the user may share its array with user code. */
const ours = new WeakSet<DataId>();

/**
 * total + term. Takes ownership of `total`: from the second addition on, adds in place. Rounded to float32 at each
 * addition.
 */
export function accumulate(total: State<Tensor>, term: State<Tensor>): State<Tensor> {
  const backend = cpu();
  return total.map((leaf, i) => {
    const x = valuesOf(backend, leaf);
    const y = valuesOf(backend, term[i] as Tensor);
    if (ours.has(leaf.dataId) && backend.refCount(leaf.dataId) === 1) {
      for (let k = 0; k < x.length; k++) x[k] = (x[k] as number) + (y[k] as number);
      return leaf;
    }
    const sum = new Float32Array(leaf.size);
    for (let k = 0; k < sum.length; k++) sum[k] = (x[k] as number) + (y[k] as number);
    const result = makeTensor(backend, sum, leaf.shape);
    ours.add(result.dataId);
    leaf.dispose();
    return result;
  });
}
