import { getKernel, type KernelConfig, type KernelFunc } from "@tensorflow/tfjs-core";
import { NAME } from "../device/name.js";

/** A kernel for this engine. */
export type EngineKernel = Omit<KernelConfig, "backendName">;

/** The function of the engine's own kernel, for the cases that another one in its place does not take. */
export function stockKernel(kernelName: string): KernelFunc {
  return getKernel(kernelName, NAME).kernelFunc;
}
