import * as tf from "@tensorflow/tfjs";
import type { Platform } from "../runners/services.js";

/** Activates an engine: with this library, or with TensorFlow.js alone. */
export type Activation = (stock: boolean) => Promise<Platform>;

/** With TensorFlow.js alone. @throws Error if it fell back to another engine. */
export async function chooseEngine(name: string): Promise<void> {
  if (!(await tf.setBackend(name)) || tf.getBackend() !== name)
    throw new Error(`TensorFlow.js did not activate ${name}`);
}
