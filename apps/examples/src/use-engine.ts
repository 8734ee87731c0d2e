import * as tf from "@tensorflow/tfjs";
import type { EngineName } from "./demo-options.js";

/**
 * Makes a TensorFlow.js backend the active one.
 *
 * States of two numbers and layers of sixteen are too small for WebAssembly to pay for the way there and back: 300
 * training steps take 6.7 s on cpu and 8.2 s on wasm (best of three each; two cores, Node 20). So cpu is the default.
 */
export async function useEngine(name: EngineName): Promise<void> {
  // Silences the advice to install native bindings, and skips checks made for debugging.
  tf.enableProdMode();
  if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  if (!(await tf.setBackend(name))) {
    throw new Error(`The TensorFlow.js backend ${name} could not be started.`);
  }
  await tf.ready();
}
