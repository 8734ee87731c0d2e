import { engine } from "@tensorflow/tfjs-core";
import { tapeState } from "../tfjs-internals/tape-node.js";

/** What `tf.customGrad` asks of the engine. */
export type CustomGrad = (f: (...args: Array<unknown>) => unknown) => unknown;

/**
 * The engine's `customGrad`, whose function is recorded operation by operation, as well, where a derivative is taken that
 * may be differentiated again. What it saves for its gradient then depends on its inputs, where to the engine an
 * intermediate that is saved is a constant, and the second derivative lacks its part without a word. (`tf.losses.softmaxCrossEntropy`
 * saves one.) The first derivative is the user's own still: the operation itself comes last, and takes the cotangent.
 */
export const recordedCustomGrad: CustomGrad = (f) => {
  const { customGrad } = Object.getPrototypeOf(engine()) as { customGrad: CustomGrad };
  return customGrad.call(engine(), (...args) => recorded(() => f(...args)));
};

function recorded<T>(body: () => T): T {
  const state = tapeState();
  const isWithin = state.gradientDepth > 1 && state.kernelDepth === 1;
  if (!isWithin) return body();
  state.kernelDepth = 0;
  try {
    return body();
  } finally {
    state.kernelDepth = 1;
  }
}
