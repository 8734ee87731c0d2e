import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { KernelConfig, KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";

/** A kernel, its engine aside. */
export type CpuKernel = Omit<KernelConfig, "backendName">;

/** What a kernel is called with. */
export interface KernelCall<Inputs, Attrs = object> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: MathBackendCPU;
}

/** Gives a kernel function its true types. */
export function cpuKernel<Inputs, Attrs = object>(
  kernelName: string,
  run: (call: KernelCall<Inputs, Attrs>) => TensorInfo,
): CpuKernel {
  return { kernelName, kernelFunc: run as unknown as KernelFunc };
}
