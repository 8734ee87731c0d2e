import type { Tensor } from "@tensorflow/tfjs-core";
import type { TapeNode } from "../tfjs-internals/tape-node.js";
import { isRecorded, type RecordedNode } from "./recorded-node.js";

/**
 * The operations that lead from `from` to `to`, in order, each annotated with the inputs that depend on `from`: no
 * gradient is needed for the others. As in TensorFlow.js, nodes recorded by the engine are returned as copies with only
 * those `inputs`; nodes of this library list them in `wanted`.
 *
 * Integers and booleans have no derivative: a comparison or an index ends the path.
 *
 * @param from Ids of the tensors to differentiate with respect to.
 * @param to Ids of the tensors to differentiate.
 */
export function pruneTape(
  tape: ReadonlyArray<TapeNode>,
  from: Iterable<number>,
  to: Iterable<number>,
): ReadonlyArray<TapeNode> {
  const dependent = new Set(from);
  const candidates: Array<TapeNode> = [];
  for (const node of tape) {
    const candidate = pruned(node, dependent);
    if (candidate === undefined) continue;
    candidates.push(candidate);
    for (const output of node.outputs) if (isDifferentiable(output)) dependent.add(output.id);
  }
  return leadingTo(candidates, to);
}

/** The operations that lead to certain tensors, in order. The wanted inputs of all operations must be known. */
export function leadingTo(
  tape: ReadonlyArray<TapeNode>,
  to: Iterable<number>,
): ReadonlyArray<TapeNode> {
  const leading = new Set(to);
  const kept: Array<TapeNode> = [];
  for (let i = tape.length - 1; i >= 0; i--) {
    const node = tape[i] as TapeNode;
    const names = wantedInputs(node);
    if (names.length === 0 || !isAmong(node.outputs, leading)) continue;
    kept.push(node);
    // Earlier nodes with the same outputs, as inside `tf.customGrad`, are not on the path.
    for (const { id } of node.outputs) leading.delete(id);
    for (const name of names) leading.add((node.inputs[name] as Tensor).id);
  }
  return kept.length === tape.length ? tape : kept.reverse();
}

function isAmong(tensors: ReadonlyArray<Tensor>, ids: ReadonlySet<number>): boolean {
  for (const { id } of tensors) if (ids.has(id)) return true;
  return false;
}

/** The names of the inputs of a pruned node to differentiate. */
export function wantedInputs(node: TapeNode): ReadonlyArray<string> {
  return isRecorded(node) ? node.wanted : Object.keys(node.inputs);
}

function pruned(node: TapeNode, dependent: ReadonlySet<number>): TapeNode | undefined {
  const { inputs } = node;
  const wanted: Array<string> = [];
  for (const name in inputs) {
    const input = inputs[name];
    if (input != null && dependent.has(input.id)) wanted.push(name);
  }
  if (wanted.length === 0) return undefined;
  if (isRecorded(node)) return withWanted(node, wanted);
  const picked = wanted.map((name) => [name, inputs[name] as Tensor] as const);
  return { ...node, inputs: Object.fromEntries(picked) };
}

function withWanted(node: RecordedNode, wanted: ReadonlyArray<string>): RecordedNode {
  const same =
    wanted.length === node.wanted.length && wanted.every((name, i) => name === node.wanted[i]);
  return same ? node : { ...node, wanted };
}

/** Whether a tensor can have a derivative: integers and booleans have none. */
export function isDifferentiable({ dtype }: Tensor): boolean {
  return dtype === "float32" || dtype === "complex64";
}
