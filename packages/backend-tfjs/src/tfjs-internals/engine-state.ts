import { type DataId, engine, type KernelBackend, type Tensor } from "@tensorflow/tfjs-core";
import type { TapeNode } from "./tape-node.js";

/** The engine's record of a scope: the tensors created since it was opened. */
interface Scope {
  readonly id: number;
  readonly track: Array<Tensor>;
}

/** The engine's record of a buffer. */
interface BufferInfo {
  readonly backend: KernelBackend;
}

/** The fields of the engine's state that are used here. TensorFlow.js does not export its type. */
export interface EngineState {
  // Automatic differentiation
  activeTape: Array<TapeNode> | null | undefined;
  gradientDepth: number;
  kernelDepth: number;
  nextTapeNodeId: number;
  // Scopes, tensors and buffers
  activeScope: Scope | null;
  numTensors: number;
  readonly scopeStack: Array<Scope>;
  readonly tensorInfo: {
    get(buffer: DataId): BufferInfo | undefined;
    has(buffer: DataId): boolean;
  };
  readonly profiling: boolean;
}

/** The current state. Do not store it: `engine().reset()` replaces it. */
export function engineState(): EngineState {
  return engine().state as unknown as EngineState;
}
