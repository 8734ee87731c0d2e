import { engine } from "@tensorflow/tfjs-core";

/** As much of a node of the engine's tape as matters here. */
interface Node {
  readonly saved?: ReadonlyArray<{ dispose(): void }>;
}

/**
 * Frees the tape that TensorFlow.js forgets when a loss throws inside `tf.grads`, `variableGrads` or `minimize`, with all
 * that solutions on it hold. To be called where the error is caught, before another gradient is begun: that one would
 * start a tape of its own, and the old one could not be found any more.
 *
 * @returns How many tensors that freed. Within a gradient nothing is done, and 0 returned.
 * @example
 * try {
 *   optimizer.minimize(loss);
 * } catch (error) {
 *   disposeAbandonedTape();
 *   throw error;
 * }
 */
export function disposeAbandonedTape(): number {
  const state = engine().state as unknown as {
    activeTape: ReadonlyArray<Node> | null;
    readonly gradientDepth: number;
    readonly numTensors: number;
  };
  if (state.gradientDepth > 0) return 0;
  const before = state.numTensors;
  for (const { saved = [] } of state.activeTape ?? []) for (const item of saved) item.dispose();
  state.activeTape = null;
  return before - state.numTensors;
}
