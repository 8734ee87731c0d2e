import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { disposeAll } from "./dispose-all.js";
import { allocate, tensorOf } from "./tensor-of.js";

/** error / (atol + rtol · max(|from|, |to|)), leaf by leaf, as new tensors. NaN if `from` or `to` is not finite. */
export function scaledError(module: WasmModule): EngineOperations["scaledError"] {
  const { exports } = module;
  return (error, from, to, { rtol, atol }) => {
    const quotients: Array<Tensor> = [];
    try {
      for (let leaf = 0; leaf < error.length; leaf++) {
        const { shape, size } = error[leaf] as Tensor;
        const e = addressOf(module, error[leaf] as Tensor);
        const a = addressOf(module, from[leaf] as Tensor);
        const b = addressOf(module, to[leaf] as Tensor);
        const out = allocate(module, shape);
        const at = addressOf(module, out);
        exports.scaledError(at, e, a, b, rtol[leaf] as number, atol[leaf] as number, size);
        quotients.push(tensorOf(module, out));
      }
    } catch (failure) {
      disposeAll(quotients);
      throw failure;
    }
    return quotients;
  };
}
