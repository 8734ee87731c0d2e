import { InvalidStateError } from "@symplectic-adjoint/core";
import {
  type DataId,
  type DataType,
  engine,
  type KernelBackend,
  type NamedTensorMap,
  Reshape,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { engineState } from "./engine-state.js";
import { runKernel } from "./lean-engine.js";
import { isLeanEngineInUse } from "./use-lean-engine.js";

/**
 * A buffer that lives on although the tensor it came from may be disposed of. Kernels take it as an input. It costs a
 * count, where a clone costs a kernel, a tensor and its place in a scope; `tf.memory()` counts it as a tensor.
 */
export interface HeldBuffer extends TensorInfo {
  /** Another handle of the buffer, a tensor of the scope that is open, for those who need one. No tape knows it. */
  asTensor(): Tensor;
  /** Twice does no harm. */
  dispose(): void;
}

/** Holds a tensor's buffer. */
export function holdBuffer(tensor: Tensor): HeldBuffer {
  return new Held(tensor);
}

class Held implements HeldBuffer {
  readonly dataId: DataId;
  readonly shape: Array<number>;
  readonly dtype: DataType;
  private disposed = false;

  constructor({ dataId, shape, dtype }: Tensor) {
    this.dataId = dataId;
    this.shape = shape;
    this.dtype = dtype;
    refer(this);
    engineState().numTensors++;
  }

  asTensor(): Tensor {
    refer(this);
    return engine().makeTensorFromTensorInfo(this);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    engineState().numTensors--;
    drop(this.dataId);
  }
}

/** One more owner of a tensor's buffer, whichever backend it is on. @throws InvalidStateError if the buffer is gone. */
export function refer(tensor: TensorInfo): void {
  backendOf(tensor).incRef(tensor.dataId);
}

/** The backend that a tensor's buffer is on. @throws InvalidStateError if the buffer is gone. */
export function backendOf(tensor: TensorInfo): KernelBackend {
  const info = engineState().tensorInfo.get(tensor.dataId);
  if (info !== undefined) return info.backend;
  throw new InvalidStateError({
    argument: "A tensor that is still needed",
    value: tensor,
    problem: "is disposed, and its buffer with it",
    remedy: "Keep it with tf.keep, or create it outside of tf.tidy.",
  });
}

/** Whether the engine has a buffer: some tensor is in it. */
export function hasBuffer(dataId: DataId): boolean {
  return engineState().tensorInfo.has(dataId);
}

function drop(dataId: DataId): void {
  const backend = engineState().tensorInfo.get(dataId)?.backend;
  if (backend?.disposeData(dataId)) engine().removeDataId(dataId, backend);
}

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
