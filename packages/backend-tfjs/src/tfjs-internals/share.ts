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

/** Handles of the same buffers that no scope frees; none where one of the tensors is gone, which throws. */
export function keepHandles(tensors: ReadonlyArray<Tensor>): Array<Tensor> {
  const handles: Array<Tensor> = [];
  try {
    for (const tensor of tensors) handles.push(engine().keep(share(tensor)));
    return handles;
  } catch (error) {
    disposeAll(handles);
    throw error;
  }
}

/** Frees tensors. */
export function disposeAll(tensors: ReadonlyArray<Tensor>): void {
  for (const tensor of tensors) tensor.dispose();
}

function reshaped(x: TensorInfo): Tensor {
  const inputs = { x } as unknown as NamedTensorMap;
  return runKernel(Reshape, inputs, { shape: x.shape }) as Tensor;
}
