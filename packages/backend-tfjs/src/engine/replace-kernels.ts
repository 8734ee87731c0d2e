import {
  getKernel,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

/** Registers kernels for an engine, in the place of those it has. The answer puts these back. */
export function replaceKernels(
  backendName: string,
  kernels: ReadonlyArray<Omit<KernelConfig, "backendName">>,
): () => void {
  const undo = kernels.map((kernel) => {
    const { kernelName } = kernel;
    const before = getKernel(kernelName, backendName);
    // Registering over another is possible, with a warning on the console.
    if (before != null) unregisterKernel(kernelName, backendName);
    registerKernel({ ...kernel, backendName });
    return () => {
      unregisterKernel(kernelName, backendName);
      if (before != null) registerKernel(before);
    };
  });
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}
