import { backend_util, Concat, Pack, type TensorInfo, Tile, util } from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";
import { allocateLike, are4ByteTypes, wordAddress } from "./layout.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape = ReadonlyArray<number>;

/** Concatenation and tiling, copied row by row in the module; TensorFlow.js creates a view per row. */
export function joinKernels(module: WasmModule): Array<WasmKernel> {
  const concat = wasmKernel(module, Concat, (stock) => (inputs, attrs) => {
    const parts = inputs as unknown as ReadonlyArray<TensorInfo>;
    if (!areJoinable(parts)) return stock(inputs, attrs);
    const shapes = parts.map(({ shape }) => shape);
    const [axis = 0] = util.parseAxisParam(attrs.axis as number, shapes[0] as Array<number>);
    backend_util.assertParamsConsistent(shapes, axis);
    return joined(module, parts, axis, backend_util.computeOutShape(shapes, axis));
  });
  const pack = wasmKernel(module, Pack, (stock) => (inputs, attrs) => {
    const parts = inputs as unknown as ReadonlyArray<TensorInfo>;
    if (!areJoinable(parts)) return stock(inputs, attrs);
    const { shape } = parts[0] as TensorInfo;
    for (const part of parts)
      util.assertShapesMatch(shape, part.shape, "The arrays to stack have different shapes. ");
    const [axis = 0] = util.parseAxisParam(attrs.axis as number, [...shape, 1]);
    const outShape = [...shape.slice(0, axis), parts.length, ...shape.slice(axis)];
    return joined(module, parts, axis, outShape);
  });
  const tile = wasmKernel(module, Tile, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    const reps = attrs.reps as Shape;
    if (!are4ByteTypes(x) || reps.length !== x.shape.length) return stock(inputs, attrs);
    return tiled(module, x, reps);
  });
  return [concat, pack, tile];
}

function areJoinable(parts: ReadonlyArray<TensorInfo>): boolean {
  return parts.every((part) => are4ByteTypes(part) && part.dtype === parts[0]?.dtype);
}

function joined(
  module: WasmModule,
  parts: ReadonlyArray<TensorInfo>,
  axis: number,
  shape: Shape,
): TensorInfo {
  const rows = util.sizeFromShape(shape.slice(0, axis));
  const row = 4 * util.sizeFromShape(shape.slice(axis));
  const from = parts.map((part) => wordAddress(module, part));
  const out = allocateLike(module, parts[0] as TensorInfo, shape);
  let to = wordAddress(module, out);
  for (const [i, part] of parts.entries()) {
    const bytes = 4 * util.sizeFromShape(part.shape.slice(axis));
    module.exports.copyRows(from[i] as number, bytes, to, row, rows, bytes);
    to += bytes;
  }
  return out;
}

/** Repeats along each axis, from the last to the first. */
function tiled(module: WasmModule, x: TensorInfo, reps: Shape): TensorInfo {
  let current = x;
  for (let axis = reps.length - 1; axis >= 0; axis--) {
    const times = reps[axis] as number;
    // The first axis is always written, so that the result is a new array.
    if (times === 1 && axis > 0) continue;
    const next = repeated(module, current, axis, times);
    if (current !== x) module.backend.disposeData(current.dataId);
    current = next;
  }
  return current;
}

function repeated(module: WasmModule, x: TensorInfo, axis: number, times: number): TensorInfo {
  const rows = util.sizeFromShape(x.shape.slice(0, axis));
  const bytes = 4 * util.sizeFromShape(x.shape.slice(axis));
  const from = wordAddress(module, x);
  const shape = x.shape.map((size, i) => (i === axis ? size * times : size));
  const out = allocateLike(module, x, shape);
  const to = wordAddress(module, out);
  for (let i = 0; i < times; i++) {
    module.exports.copyRows(from, bytes, to + i * bytes, times * bytes, rows, bytes);
  }
  return out;
}
