import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";

/** Makes TensorFlow.js' webgl engine the active one. */
export async function useWebgl(): Promise<EngineInUse> {
  await import("@tensorflow/tfjs-backend-webgl");
  return useEngine({
    name: "webgl",
    remedy: "Install @tensorflow/tfjs-backend-webgl, and look at the cause.",
    equip: () => ({}),
  });
}
