import { type Cotangents, ReleasedError, type State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { duplicateFinder, ownedHandles } from "../kernels/owned-handles.js";
import { backpropagate } from "../recording/backpropagate.js";
import { keepForClosures } from "../recording/keep-for-closures.js";
import { pruneTape } from "../recording/prune-tape.js";
import { pathOf, type RecordedCall, recordCall } from "../recording/record-call.js";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { scoped } from "../tfjs-internals/scoped.js";
import { disposeSaved, type TapeNode } from "../tfjs-internals/tape-node.js";
import type { DynamicsCall } from "./dynamics-call.js";

/** f and its metadata. */
export interface DynamicsParts {
  readonly call: DynamicsCall;
  readonly parameters: ReadonlyArray<Tensor>;
  /** Tensors with a smaller id existed before: f may have captured them. */
  readonly horizon: number;
  /** Checks every recorded evaluation; may throw. */
  inspect?(recorded: RecordedCall, t: number, y: State<Tensor>): void;
  /** Set once f has used `tf.customGrad`: its gradient functions may read the argument itself. */
  closures?: boolean;
}

/** One recorded evaluation. */
export interface RecordedDynamics {
  readonly value: State<Tensor>;
  /** @param last Whether the pullback may free the tape as it proceeds. */
  pullback(cotangent: State<Tensor>, wrt: ReadonlyArray<number>, last: boolean): Cotangents<Tensor>;
  release(): void;
}

/**
 * Records f at (t, y) while no tape is active. Keeps the part of the tape that leads from y and the parameters in `wrt`
 * to the value.
 */
export function recordDynamics(
  parts: DynamicsParts,
  t: number,
  y: State<Tensor>,
  wrt: ReadonlyArray<number>,
): RecordedDynamics {
  const { call, parameters, horizon, inspect } = parts;
  let nodes: ReadonlyArray<TapeNode> = [];
  let inputs: Array<Tensor> = [];
  let results: Array<Tensor> = [];
  let kept: ReadonlyArray<{ dispose(): void }> = [];
  let released = false;
  const wantedFor = (indices: ReadonlyArray<number>): Array<Tensor> => {
    const tensors = inputs.slice();
    for (const i of indices) tensors.push(parameters[i] as Tensor);
    return tensors;
  };

  const value = scoped((scope) => {
    inputs = separated(y, parts.closures ? Number.POSITIVE_INFINITY : horizon);
    const wanted = wantedFor(wrt).map(idOf);
    const recorded = recordCall(() => call(t, inputs), horizon, wanted);
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
    pullback: (cotangent, indices, last) => {
      if (released) throw releasedError();
      const from = wantedFor(indices);
      const path =
        indices.length === wrt.length ? nodes : pruneTape(nodes, from.map(idOf), results.map(idOf));
      const cotangents = backpropagate(path, results, cotangent, from, last);
      return { y: cotangents.slice(0, inputs.length), parameters: cotangents.slice(inputs.length) };
    },
    release: () => {
      released = true;
      nodes.forEach(disposeSaved);
      for (const held of kept) held.dispose();
    },
  };
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
