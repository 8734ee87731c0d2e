import { getKernel, type KernelConfig, type KernelFunc } from "@tensorflow/tfjs-core";
import { ENGINE_NAME } from "../device/name.js";

/** A kernel for this engine. */
export type EngineKernel = Omit<KernelConfig, "backendName">;

/** The engine's original kernel, used as fallback. */
export function stockKernel(kernelName: string): KernelFunc {
  return getKernel(kernelName, ENGINE_NAME).kernelFunc;
}
