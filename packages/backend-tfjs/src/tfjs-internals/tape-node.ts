import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";

/** One operation on the engine's tape, as `tf.grads` reads it. The engine does not export this type. */
export interface TapeNode {
  readonly id: number;
  readonly kernelName: string;
  /** A record, or an array where a kernel takes a list. */
  readonly inputs: NamedTensorMap;
  readonly outputs: Array<Tensor>;
  /** What the gradient needs; disposed of with the tape. */
  readonly saved?: ReadonlyArray<{ dispose(): void } | undefined> | undefined;
  /** Absent where no gradient is registered. A cotangent is null where an output does not matter. */
  readonly gradient?: NodeGradient | undefined;
}

/** Called as a method of the node, or of a copy of it whose `inputs` are only those that matter. */
export type NodeGradient = (
  this: Pick<TapeNode, "inputs"> | undefined,
  cotangents: ReadonlyArray<Tensor | null>,
) => Record<string, () => Tensor>;

/** Frees what a node keeps for its gradient. Twice does no harm. */
export function disposeSaved(node: TapeNode): void {
  if (node.saved === undefined) return;
  for (const tensor of node.saved) tensor?.dispose();
}
