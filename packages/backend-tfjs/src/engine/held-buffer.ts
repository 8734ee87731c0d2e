import { InvalidStateError } from "@symplectic-adjoint/core";
import {
  type DataId,
  type DataType,
  engine,
  type Tensor,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { engineState } from "./engine-internals.js";

/**
 * A buffer that lives on although the tensor it came from may be disposed of. Kernels take it as an input. It costs a
 * count, where a clone costs a kernel, a tensor and its place in a scope; `tf.memory()` counts it as a tensor.
 */
export interface HeldBuffer extends TensorInfo {
  /** The same as a tensor, made once and as long-lived as this, for those who need one. */
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
  private readonly id: number;
  private tensor: Tensor | undefined;
  private disposed = false;

  constructor({ dataId, shape, dtype, id }: Tensor) {
    this.dataId = dataId;
    this.shape = shape;
    this.dtype = dtype;
    this.id = id;
    refer(this);
    engineState().numTensors++;
  }

  asTensor(): Tensor {
    if (this.tensor !== undefined) return this.tensor;
    refer(this);
    const tensor = engine().keep(engine().makeTensorFromTensorInfo(this));
    // A tape knows tensors by their numbers. With the number of the original it stands for the original, where a clone
    // would need an operation on the tape that leads to it.
    this.tensor = Object.assign(tensor, { id: this.id });
    return tensor;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.tensor?.dispose();
    engineState().numTensors--;
    drop(this.dataId);
  }
}

/** One more owner of a tensor's buffer, whichever backend it is on. @throws InvalidStateError if the buffer is gone. */
export function refer(tensor: TensorInfo): void {
  const info = engineState().tensorInfo.get(tensor.dataId);
  if (info !== undefined) {
    info.backend.incRef(tensor.dataId);
    return;
  }
  throw new InvalidStateError({
    argument: "A tensor that is still needed",
    value: tensor,
    problem: "is disposed, and its buffer with it",
    remedy: "Keep it with tf.keep, or create it outside of tf.tidy.",
  });
}

function drop(dataId: DataId): void {
  const backend = engineState().tensorInfo.get(dataId)?.backend;
  if (backend?.disposeData(dataId)) engine().removeDataId(dataId, backend);
}
