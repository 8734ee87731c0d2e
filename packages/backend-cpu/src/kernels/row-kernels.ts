import { type KernelFunc, Pack, type TensorInfo, Unpack } from "@tensorflow/tfjs-core";
import { makeInfo, valuesOf } from "../cpu-values.js";
import { type CpuKernel, cpuKernel } from "./cpu-kernel.js";

interface Attrs {
  readonly axis: number;
}

/** Stacks arrays along a new first axis by concatenating their values; the engine's kernel makes four copies. */
export function packKernel(stock: KernelFunc): CpuKernel {
  return cpuKernel<ReadonlyArray<TensorInfo>, Attrs>(Pack, stock, (call) => {
    const { inputs, attrs, backend } = call;
    const [first] = inputs;
    if (attrs.axis !== 0 || first === undefined || !inputs.every(isLike(first))) return undefined;
    const rows = inputs.map((row) => valuesOf(backend, row));
    const size = rows[0]?.length ?? 0;
    const out = new Float32Array(inputs.length * size);
    for (const [i, row] of rows.entries()) out.set(row, i * size);
    return makeInfo(backend, out, [inputs.length, ...first.shape]);
  });
}

/** The inverse: copies of the rows. */
export function unpackKernel(stock: KernelFunc): CpuKernel {
  return cpuKernel<{ value: TensorInfo }, Attrs>(Unpack, stock, (call) => {
    const { inputs, attrs, backend } = call;
    const { shape, dtype } = inputs.value;
    if (attrs.axis !== 0 || dtype !== "float32" || shape.length === 0) return undefined;
    const values = valuesOf(backend, inputs.value);
    const [rows = 0, ...rest] = shape;
    const size = values.length / rows;
    return Array.from({ length: rows }, (_, i) =>
      makeInfo(backend, Float32Array.from(values.subarray(i * size, (i + 1) * size)), rest),
    );
  });
}

function isLike({ shape }: TensorInfo): (other: TensorInfo) => boolean {
  return (other) =>
    other.dtype === "float32" &&
    other.shape.length === shape.length &&
    other.shape.every((size, i) => size === shape[i]);
}
