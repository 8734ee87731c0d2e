import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { type DataType, engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

/**
 * The numbers of a tensor, in its own buffer. A float32 tensor may hold integers, since casting keeps the buffer, or
 * whatever `engine().makeTensor` was given: read it as numbers, and no more.
 */
export function valuesOf(backend: MathBackendCPU, tensor: TensorInfo): Float32Array {
  return backend.data.get(tensor.dataId).values as Float32Array;
}

/** The engine's backend, which our operations are registered for. */
export function cpu(): MathBackendCPU {
  return engine().backend as MathBackendCPU;
}

/** A new tensor that owns these values. */
export function makeTensor(
  backend: MathBackendCPU,
  values: Float32Array,
  shape: ReadonlyArray<number>,
): Tensor {
  return engine().makeTensorFromTensorInfo(makeInfo(backend, values, shape));
}

/** The same for a kernel's output. */
export function makeInfo(
  backend: MathBackendCPU,
  values: Float32Array,
  shape: ReadonlyArray<number>,
  dtype: DataType = "float32",
): TensorInfo {
  return backend.makeTensorInfo(shape as Array<number>, dtype, values);
}
