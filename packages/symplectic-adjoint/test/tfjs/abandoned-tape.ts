import * as tf from "@tensorflow/tfjs";

/** As much of a node of the engine's tape as matters here. */
interface Node {
  readonly saved?: ReadonlyArray<{ dispose(): void }>;
}

/**
 * Disposes of the tape that the engine forgets when something throws inside `tf.grads`, forward or backward, and tells
 * how many tensors that freed. An engine that has started another tape since cannot be helped.
 */
export function disposeAbandonedTape(): number {
  const before = tf.memory().numTensors;
  const state = tf.engine().state as unknown as { activeTape: ReadonlyArray<Node> | null };
  for (const { saved = [] } of state.activeTape ?? []) for (const item of saved) item.dispose();
  state.activeTape = null;
  return before - tf.memory().numTensors;
}
