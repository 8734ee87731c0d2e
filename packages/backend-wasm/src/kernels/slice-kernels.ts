import {
  backend_util,
  Slice,
  SplitV,
  slice_util,
  type TensorInfo,
  Unpack,
  util,
} from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";
import { allocateAll, allocateLike, are4ByteTypes, wordAddress } from "./layout.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

type Shape = ReadonlyArray<number>;

/**
 * Slices, used in the gradients of concatenations. Copies only the slice; TensorFlow.js first copies the whole array.
 */
export function sliceKernels(module: WasmModule): Array<WasmKernel> {
  const slice = wasmKernel(module, Slice, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    if (!are4ByteTypes(x)) return stock(inputs, attrs);
    const [begin, size] = slice_util.parseSliceParams(
      x,
      attrs.begin as Array<number>,
      attrs.size as Array<number>,
    );
    slice_util.assertParamsValid(x, begin as Array<number>, size as Array<number>);
    return part(module, x, begin as Shape, size as Shape);
  });
  const split = wasmKernel(module, SplitV, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    if (!are4ByteTypes(x)) return stock(inputs, attrs);
    const [axis = 0] = util.parseAxisParam(attrs.axis as number, x.shape);
    const wanted = attrs.numOrSizeSplits as number | Array<number>;
    let first = 0;
    return allocateAll(module, backend_util.prepareSplitSize(x as never, wanted, axis), (size) => {
      const begin = x.shape.map((_, i) => (i === axis ? first : 0));
      first += size;
      return part(module, x, begin, replaced(x.shape, axis, [size]));
    });
  });
  const unpack = wasmKernel(module, Unpack, (stock) => (inputs, attrs) => {
    const x = inputs.value as TensorInfo;
    if (!are4ByteTypes(x)) return stock(inputs, attrs);
    const [axis = 0] = util.parseAxisParam(attrs.axis as number, x.shape);
    const size = replaced(x.shape, axis, [1]);
    const indices = Array.from({ length: x.shape[axis] as number }, (_, i) => i);
    return allocateAll(module, indices, (index) => {
      const begin = x.shape.map((_, i) => (i === axis ? index : 0));
      return part(module, x, begin, size, replaced(x.shape, axis, []));
    });
  });
  return [slice, split, unpack];
}

function replaced(shape: Shape, axis: number, by: Shape): Array<number> {
  return [...shape.slice(0, axis), ...by, ...shape.slice(axis + 1)];
}

/** The part of `size` from `begin` on, in the given shape. */
function part(
  module: WasmModule,
  x: TensorInfo,
  begin: Shape,
  size: Shape,
  shape: Shape = size,
): TensorInfo {
  const from = wordAddress(module, x);
  const out = allocateLike(module, x, shape);
  if (size.includes(0)) return out;
  const to = wordAddress(module, out);
  const strides = size.map((_, i) => util.sizeFromShape(x.shape.slice(i + 1)));
  let start = from;
  begin.forEach((index, i) => {
    start += 4 * index * (strides[i] as number);
  });
  // Axes after the last sliced one are complete, so together they are contiguous.
  let cut = size.length - 1;
  while (cut > 0 && size[cut] === x.shape[cut]) cut--;
  const bytes = 4 * util.sizeFromShape([...size.slice(Math.max(cut, 0))]);
  const rowAxis = cut - 1;
  const rows = rowAxis < 0 ? 1 : (size[rowAxis] as number);
  const xRow = rowAxis < 0 ? bytes : 4 * (strides[rowAxis] as number);
  const outer = size.slice(0, Math.max(rowAxis, 0));
  const blocks = util.sizeFromShape(outer);
  for (let block = 0; block < blocks; block++) {
    let rest = block;
    let at = start;
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      at += 4 * (rest % (outer[axis] as number)) * (strides[axis] as number);
      rest = Math.floor(rest / (outer[axis] as number));
    }
    module.exports.copyRows(at, xRow, to + block * rows * bytes, bytes, rows, bytes);
  }
  return out;
}
