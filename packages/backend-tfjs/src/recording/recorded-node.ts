import type { GradConfig, NamedAttrMap, NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import { zeros } from "../kernels/kernels.js";
import type { HeldBuffer } from "../tfjs-internals/held-buffer.js";
import { recordCopy } from "../tfjs-internals/recorder.js";
import type { NodeGradient, TapeNode } from "../tfjs-internals/tape-node.js";
import type { KernelVjp } from "../vjps/kernel-vjp.js";

/** An operation recorded by this library. */
export interface RecordedNode extends TapeNode {
  /** In the order of the registered gradient's arguments; undefined if not needed. */
  readonly saved: ReadonlyArray<HeldBuffer | undefined>;
  readonly attrs: NamedAttrMap | undefined;
  /** The gradient that was registered when the operation ran. */
  readonly config: GradConfig | undefined;
  /** An equivalent VJP, if any. */
  readonly vjp: KernelVjp | undefined;
  /** Names of the inputs to differentiate, set by pruning. */
  readonly wanted: ReadonlyArray<string>;
}

/** Whether a node was recorded by this library, not by the engine. */
export function isRecorded(node: TapeNode): node is RecordedNode {
  return "vjp" in node;
}

type GradientFunction = (
  dy: Tensor | ReadonlyArray<Tensor>,
  saved: ReadonlyArray<Tensor>,
  attrs: NamedAttrMap | undefined,
) => Record<string, () => Tensor>;

/** Calls the registered gradient, with all inputs. */
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
 * The saved tensors, as tensors of the open scope. If a tape is recording, they are registered on it as copies of the
 * originals, which makes second derivatives correct. If nothing was held, only the shape is needed, so the original is
 * used.
 */
export function savedTensors({
  config,
  saved,
  inputs,
  outputs,
}: RecordedNode): ReadonlyArray<Tensor> {
  return savedOf(config, inputs, outputs).map((original, i) => {
    const copy = saved[i]?.asTensor();
    if (copy !== undefined) recordCopy(original, copy);
    return copy ?? original;
  });
}

/** The tensors that a registered gradient saves, in its order. */
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
