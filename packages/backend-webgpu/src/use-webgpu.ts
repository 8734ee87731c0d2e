import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";

/** Makes TensorFlow.js' webgpu engine the active one. */
export async function useWebgpu(): Promise<EngineInUse> {
  await import("@tensorflow/tfjs-backend-webgpu");
  return useEngine({
    name: "webgpu",
    remedy: "Install @tensorflow/tfjs-backend-webgpu, and look at the cause.",
    equip: () => ({}),
  });
}
