import { useCpu } from "@symplectic-adjoint/backend-cpu";
import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";

/** An engine that the user can select. */
export interface EngineChoice {
  readonly label: string;
  /** Activates it. */
  ready(): Promise<EngineInUse>;
}

setWasmPaths({
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  "tfjs-backend-wasm-threaded-simd.wasm": threaded,
});

/** The engines by the values of the select element. */
export const engines: Readonly<Record<string, EngineChoice>> = {
  wasm: { label: "WebAssembly", ready: () => useWasm() },
  cpu: { label: "JavaScript (cpu)", ready: () => useCpu() },
  webgl: { label: "WebGL", ready: () => useWebgl() },
  webgpu: { label: "WebGPU", ready: () => useWebgpu() },
};
