import {
  engine,
  getKernel,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

/**
 * Registers kernels for an engine, in the place of those it has. The answer puts these back; what somebody else has
 * registered in the meantime stays.
 */
export function replaceKernels(
  backendName: string,
  kernels: ReadonlyArray<Omit<KernelConfig, "backendName">>,
): () => void {
  const backend = engine().registry[backendName];
  const undo = kernels.map((kernel) => {
    const { kernelName } = kernel;
    const before = getKernel(kernelName, backendName);
    const ours = { ...kernel, backendName };
    // Registering over another is possible, with a warning on the console.
    if (before != null) unregisterKernel(kernelName, backendName);
    registerKernel(ours);
    return () => {
      if (getKernel(kernelName, backendName) !== ours) return;
      unregisterKernel(kernelName, backendName);
      if (before == null) return;
      registerKernel(before);
      // A backend that was made since has set up the kernels that it found, which were ours.
      const successor = engine().registry[backendName];
      if (successor !== undefined && successor !== backend) before.setupFunc?.(successor);
    };
  });
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}
