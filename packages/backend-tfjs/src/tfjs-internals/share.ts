import {
  engine,
  type NamedTensorMap,
  Reshape,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { backendOf, refer } from "./held-buffer.js";
import { runKernel } from "./lean-engine.js";
import { isLeanEngineInUse } from "./use-lean-engine.js";

/**
 * Another handle of the same buffer. Not by Identity, which copies on wasm; by no kernel at all unless a tape must know, or
 * the leaner engine is not in use.
 */
export function share(x: TensorInfo): Tensor {
  if (engine().isTapeOn()) return reshaped(x);
  if (isLeanEngineInUse()) {
    refer(x);
    return engine().makeTensorFromTensorInfo(x);
  }
  backendOf(x);
  return reshaped(x);
}

function reshaped(x: TensorInfo): Tensor {
  const inputs = { x } as unknown as NamedTensorMap;
  return runKernel(Reshape, inputs, { shape: x.shape }) as Tensor;
}
