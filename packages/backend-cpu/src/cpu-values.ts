import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { type DataType, engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

/**
 * The tensor's values, not copied. A float32 tensor may contain an integer array, because casts keep the buffer, or any
 * array passed to `engine().makeTensor`: treat it as read-only numbers.
 */
export function valuesOf(backend: MathBackendCPU, tensor: TensorInfo): Float32Array {
  return backend.data.get(tensor.dataId).values as Float32Array;
}

/** The cpu backend that these operations are registered for. */
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
