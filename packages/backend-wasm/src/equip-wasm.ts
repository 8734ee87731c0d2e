import type { EngineEquipment } from "@symplectic-adjoint/backend-tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend_util } from "@tensorflow/tfjs-core";
import { wasmKernels } from "./kernels/wasm-kernels.js";
import { guardHeap } from "./module/guard-heap.js";
import { loadWasmModule } from "./module/load-wasm-module.js";
import { wasmOperations } from "./operations/wasm-operations.js";

let warned = false;

/**
 * Operations and kernels over the memory of this backend; nothing, and once a warning, where it cannot be reached. In either
 * case a guard on its allocator.
 */
export async function equipWasm(backend: BackendWasm): Promise<EngineEquipment> {
  const module = await loadWasmModule(backend);
  if ("reason" in module) {
    if (!warned) {
      backend_util.warn(
        `symplectic-adjoint runs without its kernels for wasm, and slower: ${module.reason}.`,
      );
    }
    warned = true;
    return { dispose: guardHeap(backend) };
  }
  const removeGuard = guardHeap(backend);
  return {
    operations: wasmOperations(module),
    kernels: wasmKernels(module),
    dispose: () => {
      module.arena.dispose();
      removeGuard();
    },
  };
}
