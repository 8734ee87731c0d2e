import type { State } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tensorOf } from "../programs/run-program.js";
import { addUp, combine } from "./combine.js";

/**
 * total + term, where `total` is given away: written into its buffer where nobody else has a handle of that, else as new
 * tensors. The handles are new in either case, and belong to the scope that is open.
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

/** Whether a tensor's buffer may be written to: nothing else refers to it, and the host has no copy that would go stale. */
function isOurs(backend: WebGPUBackend, { dataId, size }: Tensor, addend: Tensor): boolean {
  if (size === 0 || addend.dataId === dataId || !backend.tensorMap.has(dataId)) return false;
  const data = backend.tensorMap.get(dataId);
  return (
    data.refCount === 1 &&
    data.values == null &&
    data.resource != null &&
    data.external !== true &&
    // A tensor that was cast from integers still holds integers.
    data.dtype === "float32"
  );
}

function addInto(backend: WebGPUBackend, total: Tensor, addend: Tensor): Tensor {
  addUp(backend, [1], [addend], 3, total);
  backend.incRef(total.dataId);
  return tensorOf(total, total.shape);
}
