import { engineState } from "./engine-state.js";
import { disposeSaved } from "./tape-node.js";
import { isTapeKnown } from "./with-tape.js";

/**
 * Frees the tape that TensorFlow.js abandons when a loss throws inside `tf.grads`, `variableGrads` or `minimize`, and
 * everything held by solutions on it. Call it where the error is caught, before starting another gradient, which would
 * replace the abandoned tape.
 *
 * @returns The number of tensors freed. Inside a gradient it does nothing and returns 0.
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
