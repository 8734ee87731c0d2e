import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";

/** Makes TensorFlow.js' cpu engine the active one. */
export async function useCpu(): Promise<EngineInUse> {
  await import("@tensorflow/tfjs-backend-cpu");
  return useEngine({
    name: "cpu",
    remedy: "Install @tensorflow/tfjs-backend-cpu, and look at the cause.",
    equip: () => ({}),
  });
}
