import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";

/** Σ a ∘ b over all leaves, as a number, synchronously: exact products, summed in double precision. */
export function dot(module: WasmModule): EngineOperations["dot"] {
  const { exports } = module;
  return (a, b) => {
    let sum = 0;
    for (let leaf = 0; leaf < a.length; leaf++) {
      const x = a[leaf] as Tensor;
      sum += exports.dot(addressOf(module, x), addressOf(module, b[leaf] as Tensor), x.size);
    }
    return sum;
  };
}
