import { engine, type NamedTensorMap, type Tensor } from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import type { NodeGradient } from "./tape-node.js";
import { requireTape } from "./with-tape.js";

/** An operation that the engine did not run. */
export interface ForeignNode {
  readonly kernelName: string;
  readonly inputs: NamedTensorMap;
  readonly outputs: ReadonlyArray<Tensor>;
  /** Disposed of with the tape. */
  readonly saved: ReadonlyArray<{ dispose(): void }>;
  readonly gradient: NodeGradient;
}

/** Records an operation on the active tape. Returns false, and does nothing, if no tape is recording. */
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
