import { getGradient, type Tensor } from "@tensorflow/tfjs-core";
import { hold } from "../tfjs-internals/hold.js";
import { keepOfScope } from "../tfjs-internals/scoped.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { isRecorded } from "./recorded-node.js";

const NOTHING: ReadonlyArray<Held> = [];

/** Something that lives until it is disposed of. */
interface Held {
  dispose(): void;
}

/**
 * Keeps the tensors of an evaluation, whose scope is open, as long as its record, if nodes of it are those
 * of `tf.customGrad`, which have no gradient by the name of a kernel, and whose gradient functions may read by their closure, unsaved, any tensor that was there before, as that
 * of `tf.logSigmoid` reads its argument.
 *
 * @param given What the evaluation was given, and what it gave: tensors that somebody else disposes of, whose buffers live
 * on.
 */
export function keepForClosures(
  nodes: ReadonlyArray<TapeNode>,
  given: ReadonlyArray<Tensor>,
): ReadonlyArray<Held> {
  let end = 0;
  for (const node of nodes) {
    if (isRecorded(node) || getGradient(node.kernelName) != null) continue;
    for (const { id } of node.outputs) end = Math.max(end, id);
  }
  if (end === 0) return NOTHING;
  const others = new Set(given);
  const held: Array<Held> = given.filter(({ id }) => id <= end).map(hold);
  held.push(...keepOfScope((tensor) => tensor.id <= end && !others.has(tensor)));
  return held;
}
