import type { EngineEquipment } from "@symplectic-adjoint/backend-tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { backend_util } from "@tensorflow/tfjs-core";
import { wasmKernels } from "./kernels/wasm-kernels.js";
import { guardHeap } from "./module/guard-heap.js";
import { loadWasmModule } from "./module/load-wasm-module.js";
import { wasmOperations } from "./operations/wasm-operations.js";

let warned = false;

/**
 * Operations and kernels on the memory of this backend; none, with a single warning, if the memory is inaccessible.
 * Installs an allocator guard in either case.
 */
export async function equipWasm(backend: BackendWasm): Promise<EngineEquipment> {
  const module = await loadWasmModule(backend);
  if ("reason" in module) {
    if (!warned) {
      backend_util.warn(
        `symplectic-adjoint runs without its wasm kernels, which is slower: ${module.reason}.`,
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
