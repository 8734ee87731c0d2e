import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { disposeAll } from "./dispose-all.js";
import { allocate, tensorOf } from "./tensor-of.js";

/**
 * total + term. Takes ownership of `total`: computed in place if its buffer is not shared, without allocation. The
 * handles in `total` are disposed of, as if the sums were new.
 */
export function accumulate(module: WasmModule): EngineOperations["accumulate"] {
  return (total, term) => {
    const sums: Array<Tensor> = [];
    try {
      for (let leaf = 0; leaf < total.length; leaf++) {
        sums.push(addTo(module, total[leaf] as Tensor, term[leaf] as Tensor));
      }
    } catch (error) {
      disposeAll(sums);
      disposeAll(total);
      throw error;
    }
    return sums;
  };
}

function addTo(module: WasmModule, total: Tensor, term: Tensor): Tensor {
  const { backend, exports } = module;
  const { dataId, shape, dtype } = total;
  const [from, addend] = [addressOf(module, total), addressOf(module, term)];
  // The engine counts the handles of a buffer: reshapes, clones, variables. If this is the only handle, the buffer
  // would be freed now, so it can be overwritten.
  const own = backend.refCount(dataId) === 1;
  const out = own ? { dataId, shape, dtype } : allocate(module, shape);
  exports.add(own ? from : addressOf(module, out), from, addend, total.size);
  // A new handle, because the old one may be kept, or belong to another scope.
  if (own) backend.incRef(dataId);
  const sum = tensorOf(module, out);
  total.dispose();
  return sum;
}
