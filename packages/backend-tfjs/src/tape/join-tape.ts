import type { TapeEntry } from "@symplectic-adjoint/core";
import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import { pushNode } from "../tfjs-internals/push-node.js";
import { entryGradient } from "./entry-gradient.js";

/**
 * Records one operation on the user's tape, as the engine itself would.
 *
 * Not with `tf.customGrad`, which allows one output, always computes the gradients of all inputs, and keeps tensors by
 * cloning. A custom node has any number of outputs, knows the requested inputs, and is notified when the tape is freed:
 * the engine disposes of the saved tensors of a node once, when the outermost gradient is done, whether or not a
 * derivative passed through the node. (If the user's function throws inside `tf.grads`, the engine drops the tape
 * without disposing of anything, and the entry is not released: see `disposeAbandonedTape`.)
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
