import * as tf from "@tensorflow/tfjs";
import type { Platform } from "../runners/services.js";

/** Makes an engine active: by this library, or as TensorFlow.js does. */
export type Activation = (stock: boolean) => Promise<Platform>;

/** As TensorFlow.js does. @throws Error when it did not; it goes on with another one. */
export async function chooseEngine(name: string): Promise<void> {
  if (!(await tf.setBackend(name)) || tf.getBackend() !== name)
    throw new Error(`TensorFlow.js did not make ${name} its backend`);
}
