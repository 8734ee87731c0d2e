import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";

/** Makes tfjs-node's engine, libtensorflow, the active one. */
export async function useNode(): Promise<EngineInUse> {
  return useEngine({
    name: "tensorflow",
    remedy: "Import @tensorflow/tfjs-node first.",
    equip: () => ({}),
  });
}
