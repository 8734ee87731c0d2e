import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { add, zeros } from "../engine/kernels.js";
import { adopt, scoped } from "../engine/scoped.js";
import { disposeSaved, type TapeNode } from "../engine/tape-node.js";
import { nodeGradients } from "./node-gradients.js";

/** A tensor of the recorded evaluation: what is needed of it once it is gone. */
export interface TensorKey {
  readonly id: number;
  readonly shape: ReadonlyArray<number>;
}

/**
 * Walks pruned nodes backward, from cotangents of `results` to new tensors with those of `wanted`, zeros where there is
 * no way. Cotangents of intermediates are freed as soon as they have been used.
 *
 * @param spendTape Whether to free what a node saved as soon as its turn is over, for a tape that is used once.
 */
export function backpropagate(
  nodes: ReadonlyArray<TapeNode>,
  results: ReadonlyArray<TensorKey>,
  cotangents: State<Tensor>,
  wanted: ReadonlyArray<TensorKey>,
  spendTape: boolean,
): Array<Tensor> {
  return scoped((scope) => {
    const totals = new Map<number, Tensor>();
    const free = (tensor: Tensor | undefined): void => {
      if (tensor !== undefined && !cotangents.includes(tensor)) tensor.dispose();
    };
    const accumulate = (id: number, term: Tensor): void => {
      const total = totals.get(id);
      totals.set(id, total === undefined ? term : add(total, term));
      if (total === undefined) return;
      free(total);
      free(term);
    };
    for (const [i, { id }] of results.entries()) accumulate(id, cotangents[i] as Tensor);
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i] as TapeNode;
      const given = node.outputs.map(({ id }) => totals.get(id) ?? null);
      if (given.some((cotangent) => cotangent !== null)) {
        const gradients = nodeGradients(node, given);
        Object.values(node.inputs).forEach((input, j) => {
          accumulate(input.id, gradients[j] as Tensor);
        });
      }
      for (const { id } of node.outputs) {
        free(totals.get(id));
        totals.delete(id);
      }
      if (spendTape) disposeSaved(node);
    }
    return adopt(
      wanted.map(({ id, shape }) => totals.get(id) ?? zeros(shape)),
      scope,
    );
  });
}
