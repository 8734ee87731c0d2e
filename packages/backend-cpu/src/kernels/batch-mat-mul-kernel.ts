import { BatchMatMul, type KernelFunc, type TensorInfo } from "@tensorflow/tfjs-core";
import { makeInfo, valuesOf } from "../cpu-values.js";
import { type CpuKernel, cpuKernel } from "./cpu-kernel.js";
import { type Matrix, multiplyMatrices } from "./multiply-matrices.js";

interface Attrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Products of float32 matrices or of batches of equal size. */
export function batchMatMulKernel(stock: KernelFunc): CpuKernel {
  return cpuKernel<{ a: TensorInfo; b: TensorInfo }, Attrs>(BatchMatMul, stock, (call) => {
    const { inputs, attrs, backend } = call;
    const { a, b } = inputs;
    if (!isSimple(a, b)) return undefined;
    const { transposeA, transposeB } = attrs;
    const outer = a.shape.length - 2;
    const aRows = a.shape[outer] as number;
    const aColumns = a.shape[outer + 1] as number;
    const bRows = b.shape[outer] as number;
    const bColumns = b.shape[outer + 1] as number;
    const m = transposeA ? aColumns : aRows;
    const k = transposeA ? aRows : aColumns;
    const n = transposeB ? bRows : bColumns;
    // Let the engine's kernel report the error.
    if (k !== (transposeB ? bColumns : bRows)) return undefined;
    const shape = a.shape.slice();
    shape[outer] = m;
    shape[outer + 1] = n;
    let size = 1;
    for (const length of shape) size *= length;
    const out = new Float32Array(size);
    const x = matrix(valuesOf(backend, a), aColumns, transposeA);
    const y = matrix(valuesOf(backend, b), bColumns, transposeB);
    for (let to = 0; to < size; to += m * n) {
      multiplyMatrices(x, y, m, k, n, out, to);
      x.start += m * k;
      y.start += k * n;
    }
    return makeInfo(backend, out, shape);
  });
}

function isSimple(a: TensorInfo, b: TensorInfo): boolean {
  if (a.dtype !== "float32" || b.dtype !== "float32") return false;
  if (a.shape.length !== b.shape.length) return false;
  for (let i = 0; i < a.shape.length - 2; i++) if (a.shape[i] !== b.shape[i]) return false;
  return true;
}

function matrix(values: Float32Array, columns: number, transposed: boolean): Matrix {
  return transposed
    ? { values, start: 0, row: 1, column: columns }
    : { values, start: 0, row: columns, column: 1 };
}
