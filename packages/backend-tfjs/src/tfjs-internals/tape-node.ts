import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";

/** One operation on the engine's tape, as `tf.grads` reads it. The engine does not export this type. */
export interface TapeNode {
  readonly id: number;
  readonly kernelName: string;
  /** A record, or an array if the kernel takes a list. */
  readonly inputs: NamedTensorMap;
  readonly outputs: Array<Tensor>;
  /** Tensors for the gradient, disposed of with the tape. */
  readonly saved?: ReadonlyArray<{ dispose(): void } | undefined> | undefined;
  /** Absent if no gradient is registered. Cotangents of unused outputs are null. */
  readonly gradient?: NodeGradient | undefined;
}

/** Called as a method of the node, or of a copy of it with only the relevant `inputs`. */
export type NodeGradient = (
  this: Pick<TapeNode, "inputs"> | undefined,
  cotangents: ReadonlyArray<Tensor | null>,
) => Record<string, () => Tensor>;

/** Frees the saved tensors of a node. Calling it twice is allowed. */
export function disposeSaved(node: TapeNode): void {
  if (node.saved === undefined) return;
  for (const tensor of node.saved) tensor?.dispose();
}
