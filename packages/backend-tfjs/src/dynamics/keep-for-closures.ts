import type { Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "../engine/engine-internals.js";
import { holdBuffer } from "../engine/held-buffer.js";

/** Something that lives until it is disposed of. */
interface Held {
  dispose(): void;
}

/**
 * Keeps the tensors of an evaluation, whose scope is open, as long as its record. A gradient function of `tf.customGrad` may
 * read any of them by its closure, unsaved, as that of `tf.logSigmoid` reads its argument.
 *
 * @param given What the evaluation was given, and what it gave: tensors that somebody else disposes of, whose buffers live
 * on.
 */
export function keepForClosures(given: ReadonlyArray<Tensor>): ReadonlyArray<Held> {
  const others = new Set(given);
  const held: Array<Held> = given.map(holdBuffer);
  for (const tensor of engineState().activeScope?.track ?? []) {
    if (tensor.kept || others.has(tensor)) continue;
    tensor.kept = true;
    held.push(tensor);
  }
  return held;
}
