import type { DataType } from "@tensorflow/tfjs-core";

import { take } from "../../graph/operations/rearrange.js";
import { sizeOf } from "../../graph/shapes.js";
import { axesOf } from "../lowering/axes-of.js";
import { range } from "../lowering/rearrange.js";
import { unsupportedCase } from "../unsupported.js";
import { float, type KernelCall, type Kernels, type Traced } from "./kernel.js";

/** Indices from 0 to length − 1. @throws CompilationError if one is not. */
export function checked(name: string, indices: Float64Array, length: number): Float64Array {
  const wrong = indices.find((index) => !(index >= 0 && index < length));
  if (wrong === undefined) return indices;
  throw unsupportedCase(name, `with the index ${wrong}, of an axis of length ${length}`);
}

function gather({ g, input, attrs, valuesOf }: KernelCall): Traced {
  const [{ node: x, dtype }, indices] = [input("x"), input("indices")];
  const shape = g.shape(x);
  const [axis = 0] = axesOf(attrs.axis, shape.length);
  const length = shape[axis] as number;
  const values = checked("GatherV2", valuesOf(indices, "indices"), length);
  const indicesShape = g.shape(indices.node);
  const batchDims = (attrs.batchDims as number | undefined) ?? 0;
  if (batchDims === 0) return { node: take(g, x, values, { axis, indicesShape }), dtype };
  // Each batch has its own indices: the axes are [batch, outer, axis, inner].
  const batch = sizeOf(shape.slice(0, batchDims));
  const outer = sizeOf(shape.slice(batchDims, axis));
  const block = sizeOf(shape.slice(axis + 1));
  const count = values.length / batch;
  const table = range(batch * outer).flatMap((row) => {
    const own = values.subarray(Math.floor(row / outer) * count);
    return range(count).map((i) => row * length + (own[i] as number));
  });
  const result = [
    ...shape.slice(0, axis),
    ...indicesShape.slice(batchDims),
    ...shape.slice(axis + 1),
  ];
  return { node: g.gather([x], { block, table: Int32Array.from(table) }, result), dtype };
}

/** The indices need not be known. */
function oneHot({ g, input, attrs }: KernelCall): Traced {
  const { node: indices } = input("indices");
  const { depth, onValue, offValue, dtype } = attrs as Readonly<Record<string, unknown>>;
  const places = g.constant(range(depth as number), [depth as number]);
  const marks = g.equal(g.reshape(indices, [...g.shape(indices), 1]), places);
  const [on, off] = [g.constant(onValue as number), g.constant(offValue as number)];
  return { node: g.select(marks, on, off), dtype: (dtype as DataType | undefined) ?? "float32" };
}

/** Rows of x, summed by segment: the product with a matrix of zeros and ones. The segments need not be known. */
function sumSegments({ g, input, attrs }: KernelCall): Traced {
  const [x, { node: ids }] = [input("x").node, input("segmentIds")];
  const count = attrs.numSegments as number;
  const [shape, rows] = [g.shape(x), sizeOf(g.shape(ids))];
  const rest = shape.slice(g.shape(ids).length);
  const membership = g.equal(g.constant(range(count), [count, 1]), g.reshape(ids, [1, rows]));
  const matrix = g.reshape(x, [1, rows, sizeOf(rest)]);
  const sums = g.matMul(g.reshape(membership, [1, count, rows]), matrix);
  return float(g.reshape(sums, [count, ...rest]));
}

/** Kernels that select by index. */
export const indexing: Kernels = {
  GatherV2: gather,
  OneHot: oneHot,
  UnsortedSegmentSum: sumSegments,
};
