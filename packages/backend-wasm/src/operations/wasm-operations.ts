import type { EngineOperations } from "@symplectic-adjoint/backend-tfjs";
import type { WasmModule } from "../module/wasm-module.js";
import { accumulate } from "./accumulate.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";
import { scaledError } from "./scaled-error.js";

/** The arithmetic of a step in one pass over the heap of wasm for each operation and leaf. Not recorded on any tape. */
export function wasmOperations(module: WasmModule): Partial<EngineOperations> {
  return {
    linearCombination: linearCombination(module),
    errorNorm: errorNorm(module),
    scaledError: scaledError(module),
    dot: dot(module),
    accumulate: accumulate(module),
  };
}
