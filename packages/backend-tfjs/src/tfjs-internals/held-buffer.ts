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
 * A buffer kept alive independently of its tensor. Kernels accept it as an input. It costs a reference count; a clone
 * would cost a kernel, a tensor and a scope entry. `tf.memory()` counts it as a tensor.
 */
export interface HeldBuffer extends TensorInfo {
  /** Creates a tensor for the buffer in the open scope, not recorded on tapes. */
  asTensor(): Tensor;
  /** Calling it twice is allowed. */
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
    addReference(this);
    engineState().numTensors++;
  }

  asTensor(): Tensor {
    addReference(this);
    return engine().makeTensorFromTensorInfo(this);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    engineState().numTensors--;
    removeReference(this.dataId);
  }
}

/**
 * Adds a reference to a tensor's buffer, whichever engine it is on. @throws InvalidStateError if the buffer was freed.
 */
export function addReference(tensor: TensorInfo): void {
  backendOf(tensor).incRef(tensor.dataId);
}

/** The engine's backend that has a tensor's buffer. @throws InvalidStateError if the buffer was freed. */
export function backendOf(tensor: TensorInfo): KernelBackend {
  const info = engineState().tensorInfo.get(tensor.dataId);
  if (info !== undefined) return info.backend;
  throw new InvalidStateError({
    argument: "A tensor that is still needed",
    value: tensor,
    problem: "is disposed, and its buffer is freed",
    remedy: "Keep it with tf.keep, or create it outside of tf.tidy.",
  });
}

/** Whether a buffer still exists: at least one tensor uses it. */
export function hasBuffer(dataId: DataId): boolean {
  return engineState().tensorInfo.has(dataId);
}

function removeReference(dataId: DataId): void {
  const backend = engineState().tensorInfo.get(dataId)?.backend;
  if (backend?.disposeData(dataId)) engine().removeDataId(dataId, backend);
}

/**
 * Creates a second tensor for the same buffer. Not with Identity, which copies on wasm; without any kernel unless a
 * tape is recording or the lean engine is not in use.
 */
export function aliasOf(x: TensorInfo): Tensor {
  if (engine().isTapeOn()) return reshaped(x);
  if (isLeanEngineInUse()) {
    addReference(x);
    return engine().makeTensorFromTensorInfo(x);
  }
  backendOf(x);
  return reshaped(x);
}

/**
 * Creates handles of the same buffers that no scope frees. @throws InvalidStateError if a buffer was freed, retaining
 * nothing.
 */
export function retainBuffers(tensors: ReadonlyArray<Tensor>): Array<Tensor> {
  const handles: Array<Tensor> = [];
  try {
    for (const tensor of tensors) handles.push(engine().keep(aliasOf(tensor)));
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
