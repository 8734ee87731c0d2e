import * as tf from "@tensorflow/tfjs";

/** The functions of an engine's kernels and gradients by name, to detect replacements and their removal. */
export function registered(engineName: string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend(engineName)) {
    found.set(kernelName, kernelFunc);
  }
  // Gradients belong to no engine. The cpu engine has kernels of all names.
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    found.set(`the gradient of ${kernelName}`, tf.getGradient(kernelName)?.gradFunc);
  }
  return found;
}

/** The names at which two of these records differ. */
export function differences(a: Map<string, unknown>, b: Map<string, unknown>): Array<string> {
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
}
