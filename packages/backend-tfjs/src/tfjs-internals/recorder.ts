import {
  Identity,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import type { TapeNode } from "./tape-node.js";

/** Records operations instead of the engine. */
export interface Recorder {
  /** The engine's active tape while this recorder is active. */
  readonly tape: Array<TapeNode>;
  /** Resources that must live as long as the tape, besides the saved tensors of its nodes. */
  readonly kept: Array<{ dispose(): void }>;
  /** Called after every operation that the engine would have recorded. */
  note(
    kernelName: string,
    inputs: NamedTensorMap,
    attrs: NamedAttrMap | undefined,
    outputs: Array<Tensor>,
  ): void;
}

/** The active recorder, if any. */
export const recording: { current: Recorder | undefined } = { current: undefined };

/** Registers a tensor, created without an operation, as a copy of another with the active recorder. */
export function recordCopy(original: Tensor, copy: Tensor): void {
  const { gradientDepth, kernelDepth, activeTape } = engineState();
  const { current } = recording;
  const recorded = gradientDepth > 0 && kernelDepth === 0;
  if (!recorded || current === undefined || current.tape !== activeTape) return;
  current.note(Identity, { x: original }, undefined, [copy]);
}

/** Keeps resources for the lifetime of the active recorder's tape. */
export function keepWithTape(resources: ReadonlyArray<{ dispose(): void }>): void {
  for (const resource of resources) recording.current?.kept.push(resource);
}
