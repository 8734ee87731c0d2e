import {
  engine,
  getKernel,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

/**
 * Registers kernels for an engine, replacing existing ones. The returned function restores these, unless other code has
 * registered kernels in the meantime.
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
    // Overwriting a registration logs a warning.
    if (before != null) unregisterKernel(kernelName, backendName);
    registerKernel(ours);
    return () => {
      if (getKernel(kernelName, backendName) !== ours) return;
      unregisterKernel(kernelName, backendName);
      if (before == null) return;
      registerKernel(before);
      // A backend created since then has run the setup of the replaced kernels.
      const successor = engine().registry[backendName];
      if (successor !== undefined && successor !== backend) before.setupFunc?.(successor);
    };
  });
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}
