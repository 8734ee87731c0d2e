import type { State } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tensorOf } from "../programs/run-program.js";
import { addTerms, combine } from "./combine.js";

/**
 * total + term. Takes ownership of `total`: computed in place if its buffer is not shared, otherwise as new tensors.
 * The handles are new in either case, and belong to the open scope.
 */
export function accumulate(
  backend: WebGPUBackend,
  total: State<Tensor>,
  term: State<Tensor>,
): State<Tensor> {
  return total.map((leaf, i) => {
    const addend = term[i] as Tensor;
    const sum = isOurs(backend, leaf, addend)
      ? addInto(backend, leaf, addend)
      : combine(backend, [1, 1], [leaf, addend]);
    leaf.dispose();
    return sum;
  });
}

/**
 * Whether a tensor's buffer may be written to: nothing else refers to it, and no cached host copy would become stale.
 */
function isOurs(backend: WebGPUBackend, { dataId, size }: Tensor, addend: Tensor): boolean {
  if (size === 0 || addend.dataId === dataId || !backend.tensorMap.has(dataId)) return false;
  const data = backend.tensorMap.get(dataId);
  return (
    data.refCount === 1 &&
    data.values == null &&
    data.resource != null &&
    data.external !== true &&
    // A tensor that was cast from integers still contains integers.
    data.dtype === "float32"
  );
}

function addInto(backend: WebGPUBackend, total: Tensor, addend: Tensor): Tensor {
  addTerms(backend, [1], [addend], 3, total);
  backend.incRef(total.dataId);
  return tensorOf(total, total.shape);
}
