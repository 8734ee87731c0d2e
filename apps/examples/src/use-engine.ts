import * as tf from "@tensorflow/tfjs";
import type { EngineName } from "./demo-options.js";

/**
 * Activates an engine of TensorFlow.js.
 *
 * For states of two numbers and layers of sixteen units, the overhead of calls into WebAssembly exceeds its gain: 300
 * training steps take 6.7 s on cpu and 8.2 s on wasm (best of three each; two cores, Node 20). So cpu is the default.
 */
export async function useEngine(name: EngineName): Promise<void> {
  // Disables the message about native bindings, and checks for debugging.
  tf.enableProdMode();
  if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  if (!(await tf.setBackend(name))) {
    throw new Error(`The TensorFlow.js backend ${name} could not be started.`);
  }
  await tf.ready();
}
