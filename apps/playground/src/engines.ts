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
  /** Whether a compiled network runs as a program on it; elsewhere it runs as it is. */
  readonly compiles: boolean;
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
  wasm: { label: "WebAssembly", compiles: true, ready: () => useWasm() },
  cpu: { label: "JavaScript (cpu)", compiles: true, ready: () => useCpu() },
  webgl: { label: "WebGL", compiles: false, ready: () => useWebgl() },
  webgpu: { label: "WebGPU", compiles: false, ready: () => useWebgpu() },
};
