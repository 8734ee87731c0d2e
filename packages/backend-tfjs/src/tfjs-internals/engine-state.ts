import { type DataId, engine, type KernelBackend, type Tensor } from "@tensorflow/tfjs-core";
import type { TapeState } from "./tape-node.js";

/** A scope, as the engine keeps it: what was made since it was opened. */
interface Scope {
  readonly id: number;
  readonly track: Array<Tensor>;
}

/** What the engine knows of a buffer. */
interface BufferInfo {
  readonly backend: KernelBackend;
}

/** The fields of the engine's state that are used here beside those of tapes. It does not declare most of them. */
export interface EngineState extends TapeState {
  activeScope: Scope | null;
  numTensors: number;
  readonly scopeStack: Array<Scope>;
  readonly profiling: boolean;
  readonly tensorInfo: {
    get(buffer: DataId): BufferInfo | undefined;
    has(buffer: DataId): boolean;
  };
}

/** The state as it is now: `engine().reset()` replaces it, so it must not be kept. */
export function engineState(): EngineState {
  return engine().state as unknown as EngineState;
}
