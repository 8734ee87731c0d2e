import { leanly } from "./lean-engine.js";
import { disposeSaved, type TapeNode, tapeState } from "./tape-node.js";

/**
 * Runs `body` with another tape than the user's, or with none, on a lean engine, and puts the engine's state back however
 * `body` ends.
 *
 * Three fields must change together. A nested `tf.grads` starts and throws away `activeTape` when `gradientDepth` is 0,
 * which would destroy the tape of an outer one; and nothing is recorded while `kernelDepth` is not 0, as within
 * `tf.customGrad`.
 */
export function withTape<T>(tape: Array<TapeNode> | null, body: () => T): T {
  const state = tapeState();
  const { activeTape, gradientDepth, kernelDepth } = state;
  state.activeTape = tape;
  state.gradientDepth = tape === null ? 0 : 1;
  state.kernelDepth = 0;
  try {
    return leanly(undefined, body);
  } catch (error) {
    // A tf.grads within `body` that threw has left a tape of its own, which the engine forgets to dispose of.
    if (tape === null) state.activeTape?.forEach(disposeSaved);
    throw error;
  } finally {
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
  }
}
