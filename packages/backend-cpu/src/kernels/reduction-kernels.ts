import { type KernelFunc, Mean, Sum, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { makeInfo, valuesOf } from "../cpu-values.js";
import { type CpuKernel, cpuKernel } from "./cpu-kernel.js";

interface Attrs {
  readonly axis: number | ReadonlyArray<number> | null | undefined;
  readonly keepDims: boolean;
}

/** Sums of float32 over adjacent axes, without transposing first. */
export const sumKernel = (stock: KernelFunc): CpuKernel => reduction(Sum, stock, () => 1);

/** Means, likewise; the engine composes them from sums, divisions and casts. */
export const meanKernel = (stock: KernelFunc): CpuKernel =>
  reduction(Mean, stock, (count) => count);

function reduction(
  kernelName: string,
  stock: KernelFunc,
  divisor: (count: number) => number,
): CpuKernel {
  return cpuKernel<{ x: TensorInfo }, Attrs>(kernelName, stock, (call) => {
    const { inputs, attrs, backend } = call;
    const { shape, dtype } = inputs.x;
    const axes = util.parseAxisParam(attrs.axis as number | Array<number>, shape);
    axes.sort((a, b) => a - b);
    const [first = 0] = axes;
    const adjacent = axes.every((axis, i) => axis === first + i);
    if (dtype !== "float32" || !adjacent) return undefined;
    const outer = util.sizeFromShape(shape.slice(0, first));
    const count = util.sizeFromShape(shape.slice(first, first + axes.length));
    const inner = util.sizeFromShape(shape.slice(first + axes.length));
    const out = new Float32Array(outer * inner);
    sumMiddle(valuesOf(backend, inputs.x), [outer, count, inner], divisor(count), out);
    const left = attrs.keepDims
      ? shape.map((size, i) => (axes.includes(i) ? 1 : size))
      : shape.filter((_, i) => !axes.includes(i));
    return makeInfo(backend, out, left);
  });
}

/** out[i, j] = Σ_k x[i, k, j] / divisor, summed in double precision. */
function sumMiddle(
  x: Float32Array,
  [outer, count, inner]: readonly [number, number, number],
  divisor: number,
  out: Float32Array,
): void {
  if (inner === 1) {
    for (let i = 0, e = 0; i < outer; i++) {
      let sum = 0;
      for (const end = e + count; e < end; e++) sum += x[e] as number;
      out[i] = sum / divisor;
    }
    return;
  }
  const sums = new Float64Array(inner);
  for (let i = 0, e = 0; i < outer; i++) {
    sums.fill(0);
    for (let k = 0; k < count; k++) {
      for (let j = 0; j < inner; j++, e++) sums[j] = (sums[j] as number) + (x[e] as number);
    }
    for (let j = 0; j < inner; j++) out[i * inner + j] = (sums[j] as number) / divisor;
  }
}
