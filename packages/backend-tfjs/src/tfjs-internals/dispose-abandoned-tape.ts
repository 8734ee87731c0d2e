import { engineState } from "./engine-state.js";
import { disposeSaved } from "./tape-node.js";
import { isTapeKnown } from "./with-tape.js";

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
  const state = engineState();
  if (state.gradientDepth > 0 || !isTapeKnown()) return 0;
  const before = state.numTensors;
  state.activeTape?.forEach(disposeSaved);
  state.activeTape = null;
  return before - state.numTensors;
}
