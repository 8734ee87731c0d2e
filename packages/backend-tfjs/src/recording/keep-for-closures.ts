import { getGradient, type Tensor } from "@tensorflow/tfjs-core";
import { keepHandles } from "../kernels/keep-handles.js";
import { holdBuffer } from "../tfjs-internals/held-buffer.js";
import { keepOfScope } from "../tfjs-internals/scoped.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { isLeanEngineInUse } from "../tfjs-internals/use-lean-engine.js";
import { isRecorded } from "./recorded-node.js";

/** Something that lives until it is disposed of. */
interface Held {
  dispose(): void;
}

const NOTHING: ReadonlyArray<Held> = [];

/**
 * Keeps the tensors of an evaluation, whose scope is open, as long as its record, if there are nodes of `tf.customGrad` among
 * them. Their gradient functions may read by their closure, unsaved, any tensor that was there before, as that of
 * `tf.logSigmoid` reads its argument. All other nodes have a gradient that is registered for their kernel.
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
  const early = given.filter(({ id }) => id <= end);
  const held: Array<Held> = isLeanEngineInUse() ? early.map(holdBuffer) : keepHandles(early);
  held.push(...keepOfScope((tensor) => tensor.id <= end && !others.has(tensor)));
  return held;
}
