import type { TapeNode } from "./tape-node.js";

/**
 * Puts a tape into the order of its data flow, in place.
 *
 * When an operation saves tensors for its gradient, the engine records their cloning just before the operation itself,
 * even of its own outputs. A clone of something not yet computed looks like a constant, so tfjs' second derivatives of
 * tanh, sigmoid, exp, pow, max and softmax, which save their outputs, lack terms or fail (tensorflow/tfjs issue 3252).
 * With each operation before the clones it saved, they are right.
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
