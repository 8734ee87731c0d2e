import { getGradient, type Tensor } from "@tensorflow/tfjs-core";
import { holdBuffer, retainBuffers } from "../tfjs-internals/held-buffer.js";
import { keepOfScope } from "../tfjs-internals/scoped.js";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { isLeanEngineInUse } from "../tfjs-internals/use-lean-engine.js";
import { isRecorded } from "./recorded-node.js";

/** A disposable object. */
interface Held {
  dispose(): void;
}

const NOTHING: ReadonlyArray<Held> = [];

/**
 * Keeps the tensors of an evaluation, whose scope is open, for the lifetime of its record if there are nodes of
 * `tf.customGrad`: their gradient functions may read any earlier tensor from their closure without saving it, as that
 * of `tf.logSigmoid` reads its argument.
 *
 * @param given Inputs and outputs of the evaluation: disposed of elsewhere, so only their buffers are kept.
 */
export function keepForClosures(
  nodes: ReadonlyArray<TapeNode>,
  given: ReadonlyArray<Tensor>,
): ReadonlyArray<Held> {
  const end = endOfClosures(nodes);
  if (end === 0) return NOTHING;
  const others = new Set(given);
  const early = given.filter(({ id }) => id <= end);
  const held: Array<Held> = isLeanEngineInUse() ? early.map(holdBuffer) : retainBuffers(early);
  held.push(...keepOfScope((tensor) => tensor.id <= end && !others.has(tensor)));
  return held;
}

/** The largest id among the results of `tf.customGrad`; 0 if there are none. */
function endOfClosures(nodes: ReadonlyArray<TapeNode>): number {
  const foreign = nodes.filter(isForeign);
  if (foreign.length === 0) return 0;
  // The engine's copies of saved tensors are nodes, too.
  const copies = new Set<unknown>(nodes.flatMap(({ saved }) => saved ?? []));
  let end = 0;
  for (const { outputs } of foreign) {
    for (const output of outputs) if (!copies.has(output)) end = Math.max(end, output.id);
  }
  return end;
}

/** Whether a node has a gradient that is not registered. */
function isForeign(node: TapeNode): boolean {
  const { kernelName, gradient } = node;
  return !isRecorded(node) && gradient !== undefined && getGradient(kernelName) == null;
}
