import { type DataId, engine, type KernelBackend, type Tensor } from "@tensorflow/tfjs-core";
import type { TapeNode } from "./tape-node.js";

/** A scope, as the engine keeps it: what was made since it was opened. */
interface Scope {
  readonly id: number;
  readonly track: Array<Tensor>;
}

/** What the engine knows of a buffer. */
interface BufferInfo {
  readonly backend: KernelBackend;
}

/** The fields of the engine's state that are used here. Its type is not exported. */
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

/** The state as it is now: `engine().reset()` replaces it, so it must not be kept. */
export function engineState(): EngineState {
  return engine().state as unknown as EngineState;
}
