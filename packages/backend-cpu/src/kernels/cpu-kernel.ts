import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { KernelConfig, KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";

/** A kernel configuration without its backend name. */
export type CpuKernel = Omit<KernelConfig, "backendName">;

/** Arguments of a kernel. */
export interface KernelCall<Inputs, Attrs = object> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: MathBackendCPU;
}

type Output = TensorInfo | Array<TensorInfo>;

/**
 * Adds precise types to a kernel function.
 *
 * @param stock The engine's kernel, used if `run` returns undefined.
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
