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
    refer(dataId);
    engineState().numTensors++;
  }

  asTensor(): Tensor {
    if (this.tensor !== undefined) return this.tensor;
    refer(this.dataId);
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

/** One more owner of a buffer, whichever backend it is on. */
export function refer(dataId: DataId): void {
  const info = engineState().tensorInfo.get(dataId);
  if (info === undefined) throw new Error("The buffer of a disposed tensor cannot be held.");
  info.backend.incRef(dataId);
}

function drop(dataId: DataId): void {
  const backend = engineState().tensorInfo.get(dataId)?.backend;
  if (backend?.disposeData(dataId)) engine().removeDataId(dataId, backend);
}
