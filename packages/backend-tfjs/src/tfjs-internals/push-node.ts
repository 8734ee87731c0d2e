import { engine, type NamedTensorMap, type Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import type { NodeGradient } from "./tape-node.js";
import { requireTape } from "./with-tape.js";

/** One operation that did not pass through the engine. */
export interface ForeignNode {
  readonly kernelName: string;
  readonly inputs: NamedTensorMap;
  readonly outputs: ReadonlyArray<Tensor>;
  /** Disposed of with the tape. */
  readonly saved: ReadonlyArray<{ dispose(): void }>;
  readonly gradient: NodeGradient;
}

/** Puts an operation on the tape that records. Whether one does; if not, nothing was done. */
export function pushNode({ kernelName, inputs, outputs, saved, gradient }: ForeignNode): boolean {
  if (!engine().isTapeOn()) return false;
  requireTape();
  const state = engineState();
  state.activeTape?.push({
    id: state.nextTapeNodeId++,
    kernelName,
    inputs,
    outputs: [...outputs],
    saved,
    gradient,
  });
  return true;
}
