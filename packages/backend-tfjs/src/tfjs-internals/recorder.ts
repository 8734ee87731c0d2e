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
  /** The engine's active tape as long as this recorder is at work. */
  readonly tape: Array<TapeNode>;
  /** What must live as long as the tape, beside what its nodes saved. */
  readonly kept: Array<{ dispose(): void }>;
  /** Called after every operation that the engine would have recorded. */
  note(
    kernelName: string,
    inputs: NamedTensorMap,
    attrs: NamedAttrMap | undefined,
    outputs: Array<Tensor>,
  ): void;
}

/** The recorder at work, if any. */
export const recording: { current: Recorder | undefined } = { current: undefined };

/** Tells the recorder at work, if any, that a tensor is a copy of another which was made without an operation. */
export function noteCopy(original: Tensor, copy: Tensor): void {
  const { gradientDepth, kernelDepth, activeTape } = engineState();
  const { current } = recording;
  const recorded = gradientDepth > 0 && kernelDepth === 0;
  if (!recorded || current === undefined || current.tape !== activeTape) return;
  current.note(Identity, { x: original }, undefined, [copy]);
}

/** Lets things live as long as the tape of the recorder at work. */
export function keepWithTape(things: ReadonlyArray<{ dispose(): void }>): void {
  for (const thing of things) recording.current?.kept.push(thing);
}
