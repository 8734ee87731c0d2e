import type { TapeNode } from "./tape-node.js";

/**
 * Sorts a tape into data-flow order, in place.
 *
 * When an operation saves tensors for its gradient, the engine records their cloning just before the operation itself,
 * even of its own outputs. A clone of an output that is not computed yet looks like a constant, so TensorFlow.js'
 * second derivatives of tanh, sigmoid, exp, pow, max and softmax, which save their outputs, lack terms or fail
 * (tensorflow/tfjs issue 3252). With each operation before its saved clones, they are correct.
 */
export function orderTape(tape: Array<TapeNode>): void {
  for (const [i, node] of tape.entries()) {
    const clones = node.saved?.length ?? 0;
    const first = i - clones;
    if (clones === 0 || tape[first]?.outputs[0] !== node.saved?.[0]) continue;
    tape.copyWithin(first + 1, first, i);
    tape[first] = node;
  }
}
