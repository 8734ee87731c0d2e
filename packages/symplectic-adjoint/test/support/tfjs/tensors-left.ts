import * as tf from "@tensorflow/tfjs";

/** How many tensors `body` made and left. */
export function tensorsLeft(body: () => unknown): number {
  const before = tf.memory().numTensors;
  body();
  return tf.memory().numTensors - before;
}

/** The same once the promise of `body` is settled. */
export async function tensorsLeftAsync(body: () => Promise<unknown>): Promise<number> {
  const before = tf.memory().numTensors;
  await body();
  return tf.memory().numTensors - before;
}
