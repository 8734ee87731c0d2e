import type { TapeEntry } from "@symplectic-adjoint/core";
import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import { pushNode } from "../tfjs-internals/push-node.js";
import { entryGradient } from "./entry-gradient.js";

/**
 * Puts one operation on the user's tape, as the engine itself would.
 *
 * Not by `tf.customGrad`, because that allows one output, always computes the gradients of all inputs, and keeps by
 * cloning. A node of our own has any number of outputs, knows which inputs matter, and is told when the tape goes: the
 * engine disposes of what a node saved once, when the outermost gradient is done, whether or not this node was on the
 * way. (If the user's function throws inside `tf.grads`, the engine forgets the tape without disposing of anything. That
 * leak is the engine's; ours is no more than the entry holds.)
 *
 * Does nothing when no tape is recording, except that the entry is released.
 */
export function joinTape(entry: TapeEntry<Tensor>): void {
  let released = false;
  const token = {
    dispose: (): void => {
      if (released) return;
      released = true;
      entry.release();
    },
  };
  const inputs: NamedTensorMap = Object.fromEntries(entry.inputs.entries());
  const joined = pushNode({
    kernelName: entry.name,
    inputs,
    outputs: entry.outputs,
    saved: [token],
    gradient: entryGradient(entry, inputs),
  });
  if (!joined) token.dispose();
}
