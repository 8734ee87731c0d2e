import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** Whether the operations of this package are in use: they know an error norm at once, where others give a tensor. */
export function operationsInUse(): "ours" | "ordinary" {
  return tf.tidy(() => {
    const [error, state] = [[tf.tensor1d([3, 4])], [tf.tensor1d([1, 1])]];
    const norm = tfjs.errorNorm(error, state, state, { rtol: [0], atol: [1] });
    const value = typeof norm === "number" ? norm : Number(norm.dataSync()[0]);
    expect(value).toBeCloseTo(Math.sqrt(12.5), 5);
    return typeof norm === "number" ? "ours" : "ordinary";
  });
}

/** Stops the engine wasm, and lets it be started anew. */
export async function stopWasm(): Promise<void> {
  await import("@tensorflow/tfjs-backend-wasm");
  const factory = tf.findBackendFactory("wasm");
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", factory, 2);
}

/** The kernels of the engine wasm, by name. */
export function kernelsOfWasm(): Map<string, unknown> {
  return new Map(
    tf.getKernelsForBackend("wasm").map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]),
  );
}
