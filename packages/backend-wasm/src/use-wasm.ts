import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";

/** Makes TensorFlow.js' wasm engine the active one. */
export async function useWasm(): Promise<EngineInUse> {
  await import("@tensorflow/tfjs-backend-wasm");
  return useEngine({
    name: "wasm",
    remedy: "Install @tensorflow/tfjs-backend-wasm, and look at the cause.",
    equip: () => ({}),
  });
}
