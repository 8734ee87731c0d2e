import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { holdBuffer } from "./held-buffer.js";
import { share } from "./share.js";
import { isLeanEngineInUse } from "./use-lean-engine.js";

/** Holds a tensor's buffer until the answer is disposed of: without a clone where the leaner engine is in use. */
export function hold(tensor: Tensor): { dispose(): void } {
  return isLeanEngineInUse() ? holdBuffer(tensor) : engine().keep(share(tensor));
}
