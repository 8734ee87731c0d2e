import type { GradConfig, NamedAttrMap, NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import { zeros } from "../kernels/kernels.js";
import type { HeldBuffer } from "../tfjs-internals/held-buffer.js";
import { noteCopy } from "../tfjs-internals/recorder.js";
import type { NodeGradient, TapeNode } from "../tfjs-internals/tape-node.js";
import type { KernelVjp } from "../vjps/kernel-vjp.js";

/** An operation on a tape that was recorded by a recorder of ours. */
export interface RecordedNode extends TapeNode {
  /** In the order in which the registered gradient wants them; only what is needed. */
  readonly saved: ReadonlyArray<HeldBuffer | undefined>;
  readonly attrs: NamedAttrMap | undefined;
  /** The gradient that was registered when the operation ran. */
  readonly config: GradConfig | undefined;
  /** An equivalent VJP, if any. */
  readonly vjp: KernelVjp | undefined;
  /** The names of the inputs that matter; pruning knows. */
  readonly wanted: ReadonlyArray<string>;
}

/** Whether a node is a recorder's, and not the engine's. */
export function isRecorded(node: TapeNode): node is RecordedNode {
  return "vjp" in node;
}

type GradientFunction = (
  dy: Tensor | ReadonlyArray<Tensor>,
  saved: ReadonlyArray<Tensor>,
  attrs: NamedAttrMap | undefined,
) => Record<string, () => Tensor>;

/** The registered gradient. It wants to see all inputs, whichever matter. */
export const registeredGradient: NodeGradient = function (this, cotangents) {
  const node = this as RecordedNode;
  const given = cotangents.map((dy, i) => dy ?? zeros((node.outputs[i] as Tensor).shape));
  const dy = given.length > 1 ? given : (given[0] as Tensor);
  return ((node.config as GradConfig).gradFunc as GradientFunction)(
    dy,
    savedTensors(node),
    node.attrs,
  );
};

/**
 * What the gradient saved, as tensors of the scope that is open. Where a tape records, it learns that they are copies of
 * the originals, now that it knows these: that makes a derivative of a derivative right. Where nothing was held, only the
 * shape matters, and the original will do.
 */
export function savedTensors({
  config,
  saved,
  inputs,
  outputs,
}: RecordedNode): ReadonlyArray<Tensor> {
  return savedOf(config, inputs, outputs).map((original, i) => {
    const copy = saved[i]?.asTensor();
    if (copy !== undefined) noteCopy(original, copy);
    return copy ?? original;
  });
}

/** The tensors of which a registered gradient wants copies, in its order. */
export function savedOf(
  config: GradConfig | undefined,
  inputs: NamedTensorMap,
  outputs: ReadonlyArray<Tensor>,
): Array<Tensor> {
  if (config === undefined) return [];
  const { saveAllInputs, inputsToSave = [], outputsToSave = [] } = config;
  const names = saveAllInputs ? Object.keys(inputs) : inputsToSave;
  const saved = names.map((name) => inputs[name] as Tensor);
  for (const [i, output] of outputs.entries()) if (outputsToSave[i]) saved.push(output);
  return saved;
}
