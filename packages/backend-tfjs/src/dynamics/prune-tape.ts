import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import type { TapeNode } from "../engine/tape-node.js";

/**
 * The operations that lead from certain tensors to certain others, in order. As in tfjs, the nodes returned are copies
 * whose `inputs` are only those that depend on `from`: for the others no gradient needs to be computed.
 *
 * Integers and booleans carry no derivative: a comparison, or an index, ends the way.
 *
 * @param from Ids of the tensors to differentiate with respect to.
 * @param to Ids of the tensors to differentiate.
 */
export function pruneTape(
  tape: ReadonlyArray<TapeNode>,
  from: Iterable<number>,
  to: Iterable<number>,
): Array<TapeNode> {
  const dependent = new Set(from);
  const candidates: Array<TapeNode> = [];
  for (const node of tape) {
    const inputs = pick(node.inputs, dependent);
    if (inputs === undefined) continue;
    candidates.push({ ...node, inputs });
    for (const output of node.outputs) if (isDifferentiable(output)) dependent.add(output.id);
  }
  const leading = new Set(to);
  const kept: Array<TapeNode> = [];
  for (const node of candidates.reverse()) {
    if (!node.outputs.some(({ id }) => leading.has(id))) continue;
    kept.push(node);
    for (const name in node.inputs) leading.add((node.inputs[name] as Tensor).id);
  }
  return kept.reverse();
}

function pick(inputs: NamedTensorMap, wanted: ReadonlySet<number>): NamedTensorMap | undefined {
  let picked: NamedTensorMap | undefined;
  for (const name in inputs) {
    const input = inputs[name];
    if (input == null || !wanted.has(input.id)) continue;
    picked ??= {};
    picked[name] = input;
  }
  return picked;
}

function isDifferentiable({ dtype }: Tensor): boolean {
  return dtype === "float32" || dtype === "complex64";
}
