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

type Output = TensorInfo | Array<TensorInfo>;

/**
 * Gives a kernel function its true types.
 *
 * @param stock The engine's own kernel, which is run where `run` answers undefined.
 */
export function cpuKernel<Inputs, Attrs = object>(
  kernelName: string,
  stock: KernelFunc | undefined,
  run: (call: KernelCall<Inputs, Attrs>) => Output | undefined,
): CpuKernel {
  const kernelFunc: KernelFunc = (call) =>
    run(call as unknown as KernelCall<Inputs, Attrs>) ?? (stock as KernelFunc)(call);
  return { kernelName, kernelFunc };
}
