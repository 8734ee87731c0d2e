import { type Cotangents, ReleasedError, type State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { duplicateFinder, ownedHandles } from "../kernels/owned-handles.js";
import { backpropagate, type TensorKey } from "../recording/backpropagate.js";
import { keepForClosures } from "../recording/keep-for-closures.js";
import { pruneTape, wantedInputs } from "../recording/prune-tape.js";
import { pathOf, type RecordedCall, recordCall } from "../recording/record-call.js";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { disposeSaved, type TapeNode } from "../tfjs-internals/tape-node.js";
import type { DynamicsCall } from "./dynamics-call.js";
import { timeScalar } from "./time-scalar.js";

/** f, or another function, and its metadata. */
export interface DynamicsParts {
  readonly call: DynamicsCall;
  readonly parameters: ReadonlyArray<Tensor>;
  /** Tensors with a smaller id existed before: f may have captured them. */
  readonly horizon: number;
  /** Whether f gets the time as a tensor. */
  readonly tensorTime: boolean;
  /** Checks every recorded evaluation; may throw. */
  inspect?(recorded: RecordedCall, t: number, y: State<Tensor>): void;
  /** Set once f has used `tf.customGrad`: its gradient functions may read the argument itself. */
  closures?: boolean;
}

/** What the cotangents are requested of, besides y. */
export interface Wanted {
  /** Indices of parameters. */
  readonly wrt: ReadonlyArray<number>;
  /** Whether the time is wanted, if it is a tensor. */
  readonly time: boolean;
}

/** One recorded evaluation. */
export interface RecordedDynamics {
  readonly value: State<Tensor>;
  /**
   * @param wanted Only what was wanted when it was recorded.
   * @param last Whether the pullback may free the tape as it proceeds.
   */
  pullback(cotangent: State<Tensor>, wanted: Wanted, last: boolean): Cotangents<Tensor>;
  release(): void;
}

/**
 * Records f at (t, y) while no tape is active. Keeps the part of the tape that leads from y, and from the wanted
 * parameters and time, to the value.
 */
export function recordDynamics(
  parts: DynamicsParts,
  t: number,
  y: State<Tensor>,
  recordFor: Wanted,
): RecordedDynamics {
  const { call, parameters, horizon, inspect, tensorTime } = parts;
  let nodes: ReadonlyArray<TapeNode> = [];
  let inputs: Array<Tensor> = [];
  let results: Array<Tensor> = [];
  let time: Tensor | undefined;
  let kept: ReadonlyArray<{ dispose(): void }> = [];
  let released = false;
  const tensorsOf = (wanted: Wanted): Array<TensorKey> => {
    const tensors: Array<TensorKey> = inputs.slice();
    for (const i of wanted.wrt) tensors.push(parameters[i] as Tensor);
    if (wanted.time && time !== undefined) tensors.push(time);
    return tensors;
  };

  const value = scoped((scope) => {
    inputs = separated(y, parts.closures ? Number.POSITIVE_INFINITY : horizon);
    if (tensorTime) time = timeScalar(t);
    const wanted = tensorsOf(recordFor).map(idOf);
    const recorded = recordCall(() => call(t, inputs, time), horizon, wanted);
    results = recorded.results;
    kept = recorded.kept;
    try {
      inspect?.(recorded, t, inputs);
      nodes = pathOf(recorded, wanted);
      if (!recorded.filtered) {
        kept = [...kept, ...keepForClosures(nodes, [...inputs, ...results])];
        parts.closures ||= kept.length > 0;
      }
    } catch (error) {
      nodes.forEach(disposeSaved);
      for (const held of kept) held.dispose();
      throw error;
    } finally {
      disposeOthers(recorded.tape, nodes);
    }
    return ownedHandles(results, scope);
  });

  return {
    value,
    pullback: (cotangent, wanted, last) => {
      if (released) throw releasedError();
      const all = wanted.wrt.length === recordFor.wrt.length && (wanted.time || !recordFor.time);
      const from = tensorsOf(wanted);
      const path = all ? nodes : pruneTape(nodes, from.map(idOf), results.map(idOf));
      const usesTime = wanted.time && time !== undefined && isReached(time, path, results);
      // Without a path there is nothing to compute: its cotangent is 0.
      if (wanted.time && time !== undefined && !usesTime) from.pop();
      const cotangents = backpropagate(path, results, cotangent, from, last);
      const end = inputs.length + wanted.wrt.length;
      const yBar = cotangents.slice(0, inputs.length);
      const bars = cotangents.slice(inputs.length, end);
      if (!wanted.time) return { y: yBar, parameters: bars, t: undefined };
      return { y: yBar, parameters: bars, t: usesTime ? (cotangents[end] as Tensor) : 0 };
    },
    release: () => {
      released = true;
      nodes.forEach(disposeSaved);
      for (const held of kept) held.dispose();
    },
  };
}

/** Whether a tensor is a result, or an input of the operations that lead to it. */
function isReached(
  { id }: TensorKey,
  path: ReadonlyArray<TapeNode>,
  results: ReadonlyArray<TensorKey>,
): boolean {
  if (results.some((result) => result.id === id)) return true;
  return path.some((node) => wantedInputs(node).some((name) => node.inputs[name]?.id === id));
}

/** Frees the saved tensors of operations that are not kept. */
function disposeOthers(tape: ReadonlyArray<TapeNode>, nodes: ReadonlyArray<TapeNode>): void {
  if (nodes.length === tape.length) return;
  const kept = new Set(nodes.map(idOf));
  for (const node of tape) if (!kept.has(node.id)) disposeSaved(node);
}

const idOf = ({ id }: { readonly id: number }): number => id;

/** The leaves as new tensors, so that the tape can distinguish the argument from captured tensors. */
function separated(y: State<Tensor>, horizon: number): Array<Tensor> {
  const repeated = duplicateFinder(y);
  return y.map((leaf, i) => (repeated(leaf, i) || leaf.id < horizon ? aliasOf(leaf) : leaf));
}

function releasedError(): ReleasedError {
  return new ReleasedError({
    argument: "The recorded evaluation of f",
    problem: "was released, and its tape with it",
    remedy: "Pull back before release, or record it again.",
  });
}
