import type { WebGPUBackend, WebGPUProgram } from "@tensorflow/tfjs-backend-webgpu";
import { engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

/** A number for a program, as `runWebGPUProgram` takes it. */
export interface Uniform {
  readonly type: "float32" | "int32";
  readonly data: [number];
}

export function float(value: number): Uniform {
  return { type: "float32", data: [value] };
}

export function integer(value: number): Uniform {
  return { type: "int32", data: [value] };
}

/** Enqueues a program over flat tensors, so that one pipeline serves all shapes. */
export function runProgram(
  backend: WebGPUBackend,
  program: WebGPUProgram,
  inputs: ReadonlyArray<TensorInfo>,
  uniforms: ReadonlyArray<Uniform>,
  output?: TensorInfo,
  dtype: "float32" | "int32" = "float32",
): TensorInfo {
  return backend.runWebGPUProgram(
    program,
    inputs.map(flat),
    dtype,
    uniforms as Array<Uniform>,
    output && flat(output),
  );
}

/** A tensor of a program's result, registered with scopes. */
export function tensorOf({ dataId, dtype }: TensorInfo, shape: ReadonlyArray<number>): Tensor {
  return engine().makeTensorFromTensorInfo({ dataId, dtype, shape: [...shape] });
}

export function sizeOf({ shape }: TensorInfo): number {
  return shape.reduce((product, length) => product * length, 1);
}

function flat(info: TensorInfo): TensorInfo {
  return { dataId: info.dataId, dtype: info.dtype, shape: [sizeOf(info)] };
}
