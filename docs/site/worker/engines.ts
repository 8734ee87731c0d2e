import { useCpu } from "@symplectic-adjoint/backend-cpu";
import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";
import threaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm";
import type { EngineChoice } from "../messages.js";

const beside = (file: string): string => new URL(file, import.meta.url).href;

const engines: Readonly<Record<Exclude<EngineChoice, "auto">, () => Promise<EngineInUse>>> = {
  wasm: () =>
    useWasm({
      wasmPaths: {
        "tfjs-backend-wasm.wasm": beside(plain),
        "tfjs-backend-wasm-simd.wasm": beside(simd),
        "tfjs-backend-wasm-threaded-simd.wasm": beside(threaded),
      },
    }),
  cpu: () => useCpu(),
  webgl: () => useWebgl(),
  webgpu: () => useWebgpu(),
};

/** Activates an engine. The models of the tutorials are small: WebAssembly is the fastest, and JavaScript runs anywhere. */
export async function activate(choice: EngineChoice): Promise<EngineInUse> {
  if (choice !== "auto") return engines[choice]();
  return engines.wasm().catch(() => engines.cpu());
}
