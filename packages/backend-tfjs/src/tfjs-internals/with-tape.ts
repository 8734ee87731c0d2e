import { engine } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { recording } from "./recorder.js";
import { disposeSaved, type TapeNode } from "./tape-node.js";
import { isTapeKnown, requireTape } from "./tape-support.js";

/**
 * Runs `body` with another tape than the user's, or with none, and puts the engine's state back however `body` ends.
 *
 * Three fields must change together. A nested `tf.grads` starts and throws away `activeTape` when `gradientDepth` is 0,
 * which would destroy the tape of an outer one; and nothing is recorded while `kernelDepth` is not 0, as within
 * `tf.customGrad`.
 *
 * @throws MissingGradientError where the tape is not known, and there is one, or should be.
 */
export function withTape<T>(tape: Array<TapeNode> | null, body: () => T): T {
  if (!isTapeKnown()) {
    if (tape !== null || engine().isTapeOn()) requireTape();
    return body();
  }
  const state = engineState();
  const { activeTape, gradientDepth, kernelDepth } = state;
  const recorder = recording.current;
  recording.current = undefined;
  state.activeTape = tape;
  state.gradientDepth = tape === null ? 0 : 1;
  state.kernelDepth = 0;
  try {
    return body();
  } catch (error) {
    // A tf.grads within `body` that threw has left a tape of its own, which the engine forgets to dispose of.
    if (tape === null) state.activeTape?.forEach(disposeSaved);
    throw error;
  } finally {
    recording.current = recorder;
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
    state.kernelDepth = kernelDepth;
  }
}
