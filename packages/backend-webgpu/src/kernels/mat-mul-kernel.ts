import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { BatchMatMul, type BatchMatMulAttrs, type TensorInfo } from "@tensorflow/tfjs-core";
import { matMulProgram, type Strides } from "../programs/mat-mul-program.js";
import { integer, runProgram, sizeOf } from "../programs/run-program.js";
import { type EngineKernel, stockKernel } from "./engine-kernel.js";

/** Products of two float32 matrices; batches and other types use the engine's kernel. */
export function matMulKernel(): EngineKernel {
  const stock = stockKernel(BatchMatMul);
  return {
    kernelName: BatchMatMul,
    kernelFunc: (call) => {
      const [a, b] = [call.inputs.a, call.inputs.b] as [TensorInfo, TensorInfo];
      if (!isMatrix(a) || !isMatrix(b)) return stock(call);
      const { transposeA, transposeB } = call.attrs as unknown as BatchMatMulAttrs;
      return product(
        call.backend as WebGPUBackend,
        oriented(a, transposeA),
        oriented(b, transposeB),
      );
    },
  };
}

function isMatrix(info: TensorInfo): boolean {
  return info.shape.length === 2 && info.dtype === "float32" && sizeOf(info) > 0;
}

/** A matrix as a factor: as it is, or transposed. */
interface Factor {
  readonly info: TensorInfo;
  readonly rows: number;
  readonly columns: number;
  readonly strides: Strides;
}

function oriented(info: TensorInfo, transposed: boolean): Factor {
  const [rows, columns] = info.shape as [number, number];
  return transposed
    ? { info, rows: columns, columns: rows, strides: { row: 1, column: columns } }
    : { info, rows, columns, strides: { row: columns, column: 1 } };
}

function product(backend: WebGPUBackend, left: Factor, right: Factor): TensorInfo {
  const shape = [left.rows, right.columns];
  const { dataId } = runProgram(
    backend,
    matMulProgram(left.rows, right.columns),
    [left.info, right.info],
    [
      ...[...shape, left.columns],
      ...[left.strides.row, left.strides.column, right.strides.row, right.strides.column],
    ].map(integer),
  );
  return { dataId, dtype: "float32", shape };
}
