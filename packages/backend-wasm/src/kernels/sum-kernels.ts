import { backend_util, Mean, Sum, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { share } from "./identity-kernel.js";
import { type Compute, type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** Merges adjacent axes that are all summed over, or all kept. */
interface AxisGroup {
  readonly size: number;
  readonly summed: boolean;
}

/**
 * Sums and means of float32 arrays, over any axes, accumulated in double precision: with one rounding per group of
 * adjacent axes; TensorFlow.js loses three digits at a million terms. Empty sums are 0, as on cpu.
 */
export function sumKernels(module: WasmModule): Array<WasmKernel> {
  return [
    wasmKernel(module, Sum, (stock) => reduction(module, stock, false)),
    wasmKernel(module, Mean, (stock) => reduction(module, stock, true)),
  ];
}

function reduction(module: WasmModule, stock: Compute, mean: boolean): Compute {
  return (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    const axes = util.parseAxisParam((attrs.axis ?? null) as number | Array<number>, x.shape);
    const [keptShape, summedShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs.keepDims ? backend_util.expandShapeToKeepDim(keptShape, axes) : keptShape;
    if (util.sizeFromShape(x.shape) === 0) return zeros(module, shape, mean ? "float32" : x.dtype);
    if (x.dtype !== "float32") return stock(inputs, attrs);
    const divisor = mean ? util.sizeFromShape(summedShape) : 1;
    return { ...reduced(module, x, groupsOf(x.shape, axes), divisor), shape };
  };
}

/** Sums over each group, from the last to the first; the divisor is applied in the last pass. */
function reduced(
  module: WasmModule,
  x: TensorInfo,
  groups: ReadonlyArray<AxisGroup>,
  divisor: number,
): TensorInfo {
  const last = groups.map(({ summed }) => summed).lastIndexOf(true);
  if (last === -1) return share(module, x, x.shape);
  const before = groups.slice(0, last);
  const after = groups.slice(last + 1);
  const outer = sizeOf(before);
  const inner = sizeOf(after);
  const { size } = groups[last] as AxisGroup;
  const final = !before.some(({ summed }) => summed);
  const from = addressOf(module, x);
  const out = allocate(module, [outer * inner]);
  const to = addressOf(module, out);
  const by = final ? divisor : 1;
  if (inner === 1) module.exports.sumRows(from, to, outer, size, by);
  else {
    for (let i = 0; i < outer; i++) {
      module.exports.sumColumns(from + 4 * size * inner * i, to + 4 * inner * i, size, inner, by);
    }
  }
  if (final) return out;
  try {
    return reduced(module, out, [...before, ...after], divisor);
  } finally {
    module.backend.disposeData(out.dataId);
  }
}

function groupsOf(shape: ReadonlyArray<number>, axes: ReadonlyArray<number>): Array<AxisGroup> {
  const groups: Array<AxisGroup> = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const summed = axes.includes(axis);
    const last = groups.at(-1);
    if (last?.summed === summed) groups[groups.length - 1] = { size: last.size * size, summed };
    else groups.push({ size, summed });
  }
  return groups;
}

function sizeOf(groups: ReadonlyArray<AxisGroup>): number {
  return groups.reduce((product, { size }) => product * size, 1);
}

function zeros(
  { backend }: WasmModule,
  shape: ReadonlyArray<number>,
  dtype: TensorInfo["dtype"],
): TensorInfo {
  const out = backend.makeOutput([...shape], dtype);
  backend.typedArrayFromHeap(out).fill(0);
  return out;
}
