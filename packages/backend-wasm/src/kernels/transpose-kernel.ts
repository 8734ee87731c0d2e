import { type TensorInfo, Transpose, util } from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";
import { allocate } from "../operations/tensor-of.js";
import { share } from "./identity-kernel.js";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.js";

/** Smaller planes are not worth a call. */
const WORTH_A_CALL = 64;

/**
 * Permutes axes of float32 arrays plane by plane, in blocks of four by four; the plane consists of the last axes before
 * and after the permutation. Shares the buffer if nothing moves. Other cases fall back to TensorFlow.js.
 */
export function transposeKernel(module: WasmModule): WasmKernel {
  return wasmKernel(module, Transpose, (stock) => (inputs, attrs) => {
    const x = inputs.x as TensorInfo;
    const perm = attrs.perm as ReadonlyArray<number>;
    const shape = perm.map((axis) => x.shape[axis] as number);
    const { sizes, order } = simplified(x.shape, perm);
    if (order.length < 2 || sizes.includes(0)) return share(module, x, shape);
    const columns = sizes.at(-1) as number;
    const rowAxis = order.at(-1) as number;
    const rows = sizes[rowAxis] as number;
    const moves = rowAxis !== sizes.length - 1;
    if (x.dtype !== "float32" || !moves || rows * columns < WORTH_A_CALL) {
      return stock(inputs, attrs);
    }
    const strides = stridesOf(sizes);
    const outStrides: Array<number> = [];
    stridesOf(order.map((axis) => sizes[axis] as number)).forEach((stride, i) => {
      outStrides[order[i] as number] = stride;
    });
    const others = order.filter((axis) => axis !== rowAxis && axis !== sizes.length - 1);
    const xRow = 4 * (strides[rowAxis] as number);
    const outRow = 4 * (outStrides.at(-1) as number);
    const from = addressOf(module, x);
    const out = allocate(module, shape);
    const to = addressOf(module, out);
    const planes = others.reduce((product, axis) => product * (sizes[axis] as number), 1);
    for (let plane = 0; plane < planes; plane++) {
      let rest = plane;
      let at = 0;
      let outAt = 0;
      for (const axis of others) {
        const size = sizes[axis] as number;
        at += (rest % size) * (strides[axis] as number);
        outAt += (rest % size) * (outStrides[axis] as number);
        rest = Math.floor(rest / size);
      }
      module.exports.transpose(from + 4 * at, to + 4 * outAt, rows, columns, xRow, outRow);
    }
    return out;
  });
}

/** The permutation without axes of length 1 and with adjacent axes merged. */
function simplified(
  shape: ReadonlyArray<number>,
  perm: ReadonlyArray<number>,
): { sizes: Array<number>; order: Array<number> } {
  // Axes that stay together, named by the first.
  const runs: Array<{ first: number; last: number; size: number }> = [];
  for (const axis of perm) {
    const size = shape[axis] as number;
    const run = runs.at(-1);
    if (size === 1) continue;
    const adjacent = run !== undefined && run.last < axis && onlyOnes(shape, run.last + 1, axis);
    if (run !== undefined && adjacent) {
      run.last = axis;
      run.size *= size;
    } else runs.push({ first: axis, last: axis, size });
  }
  const sorted = [...runs].sort((one, other) => one.first - other.first);
  return {
    sizes: sorted.map(({ size }) => size),
    order: runs.map((run) => sorted.indexOf(run)),
  };
}

function onlyOnes(shape: ReadonlyArray<number>, from: number, to: number): boolean {
  return shape.slice(from, to).every((size) => size === 1);
}

function stridesOf(sizes: ReadonlyArray<number>): Array<number> {
  return sizes.map((_, i) => util.sizeFromShape(sizes.slice(i + 1)));
}
