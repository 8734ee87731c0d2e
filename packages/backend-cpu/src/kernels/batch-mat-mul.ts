import { BatchMatMul, type KernelFunc, type TensorInfo } from "@tensorflow/tfjs-core";
import { makeInfo, valuesOf } from "../cpu-values.js";
import { type CpuKernel, cpuKernel } from "./cpu-kernel.js";
import { type Matrix, multiplyMatrices } from "./multiply-matrices.js";

interface Attrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Products of float32 matrices, or of equally many of them; whatever else there is goes to the engine's own kernel. */
export function batchMatMulKernel(stock: KernelFunc): CpuKernel {
  return cpuKernel<{ a: TensorInfo; b: TensorInfo }, Attrs>(BatchMatMul, (call) => {
    const { inputs, attrs, backend } = call;
    const { a, b } = inputs;
    const outer = a.shape.length - 2;
    if (!isSimple(a, b)) return stock(call as unknown as Parameters<KernelFunc>[0]) as TensorInfo;
    const { transposeA, transposeB } = attrs;
    const [aRows, aColumns] = [a.shape[outer] as number, a.shape[outer + 1] as number];
    const [bRows, bColumns] = [b.shape[outer] as number, b.shape[outer + 1] as number];
    const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
    const [inner, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
    // The engine's own kernel says in its words what is wrong.
    if (inner !== k) return stock(call as unknown as Parameters<KernelFunc>[0]) as TensorInfo;
    const shape = [...a.shape.slice(0, outer), m, n];
    const out = new Float32Array(shape.reduce((product, size) => product * size, 1));
    const left = valuesOf(backend, a);
    const right = valuesOf(backend, b);
    for (let to = 0, i = 0; to < out.length; to += m * n, i++) {
      const x = matrix(left, i * aRows * aColumns, aColumns, transposeA);
      const y = matrix(right, i * bRows * bColumns, bColumns, transposeB);
      multiplyMatrices(x, y, [m, k, n], out, to);
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

function matrix(values: Float32Array, start: number, columns: number, transposed: boolean): Matrix {
  return transposed
    ? { values, start, row: 1, column: columns }
    : { values, start, row: columns, column: 1 };
}
