import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";

/**
 * The largest over the leaves of RMS(error / (atol + rtol · max(|from|, |to|))), as a number, synchronously; 0 for
 * states without elements. Propagates NaN and infinity of the error and the states. Skips leaves whose atol is
 * infinite.
 *
 * One pass over each leaf; quotients in float32, their squares summed in double precision.
 */
export function errorNorm(module: WasmModule): EngineOperations["errorNorm"] {
  const { exports } = module;
  return (error, from, to, { rtol, atol }) => {
    let largest = 0;
    for (let leaf = 0; leaf < error.length; leaf++) {
      const e = error[leaf] as Tensor;
      const tolerated = atol[leaf] as number;
      if (e.size === 0 || tolerated === Number.POSITIVE_INFINITY) continue;
      const squares = exports.squaredErrors(
        addressOf(module, e),
        addressOf(module, from[leaf] as Tensor),
        addressOf(module, to[leaf] as Tensor),
        rtol[leaf] as number,
        tolerated,
        e.size,
      );
      // Math.max propagates NaN.
      largest = Math.max(largest, Math.sqrt(squares / e.size));
    }
    return largest;
  };
}
