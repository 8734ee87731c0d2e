import * as tf from "@tensorflow/tfjs";
import type { EngineName } from "./options.js";

/**
 * Makes a TensorFlow.js backend the active one.
 *
 * States of two numbers and layers of sixteen are too small for WebAssembly to pay for the way there and back: training
 * takes about 35 ms a step on cpu and 43 ms on wasm (two cores, Node 20). So cpu is the default; from layers of some
 * hundreds on, wasm wins.
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
