import {
  BatchToSpaceND,
  BroadcastTo,
  Concat,
  DepthToSpace,
  Diag,
  ExpandDims,
  Identity,
  MirrorPad,
  Pack,
  PadV2,
  Reshape,
  Reverse,
  Slice,
  SpaceToBatchND,
  SplitV,
  StridedSlice,
  slice_util,
  type Tensor,
  Tile,
  Transpose,
  Unpack,
  upcastType,
} from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { concat, pad, take, tile } from "../../graph/operations/rearrange.js";
import { reverse, slice, transpose } from "../../graph/operations/views.js";
import { sizeOf } from "../../graph/shapes.js";
import { axesOf } from "../lowering/axes-of.js";
import { type AxisIndices, range, rearrange } from "../lowering/rearrange.js";
import {
  batchToSpace,
  type Crops,
  depthToSpace,
  spaceToBatch,
} from "../lowering/space-and-batch.js";
import type { Kernel, KernelCall, Kernels, Traced } from "./kernel.js";

type Rule = (g: GraphBuilder, x: NodeId, attrs: Readonly<Record<string, unknown>>) => NodeId;
type Numbers = ReadonlyArray<number>;

/** A kernel with one input and one output of its type. */
const arrangement =
  (name: string, rule: Rule): Kernel =>
  ({ g, input, attrs }) => {
    const { node, dtype } = input(name);
    return { node: rule(g, node, attrs), dtype };
  };

/** Arrays next to one another. @param raised Whether along a new axis. */
function joined({ g, list, attrs }: KernelCall, raised: boolean): Traced {
  const dtype = list.reduce((type, x) => upcastType(type, x.dtype), list[0]?.dtype ?? "float32");
  const shape = g.shape(list[0]?.node as NodeId);
  const [axis = 0] = axesOf(attrs.axis, shape.length + (raised ? 1 : 0));
  const nodes = list.map(({ node }) => (raised ? g.reshape(node, withAxis(shape, axis)) : node));
  return { node: concat(g, nodes, axis), dtype };
}

function withAxis(shape: Numbers, axis: number): Numbers {
  return [...shape.slice(0, axis), 1, ...shape.slice(axis)];
}

function unpack({ g, input, attrs }: KernelCall): ReadonlyArray<Traced> {
  const { node: x, dtype } = input("value");
  const shape = g.shape(x);
  const [axis = 0] = axesOf(attrs.axis, shape.length);
  return range(shape[axis] as number).map((i) => ({
    node: take(g, x, [i], { axis, indicesShape: [] }),
    dtype,
  }));
}

function split({ g, input, attrs }: KernelCall): ReadonlyArray<Traced> {
  const { node: x, dtype } = input("x");
  const shape = g.shape(x);
  const [axis = 0] = axesOf(attrs.axis, shape.length);
  let begin = 0;
  return splitSizes(attrs.numOrSizeSplits as number | Numbers, shape[axis] as number).map(
    (count) => {
      const start = begin;
      begin += count;
      const from = shape.map((_, i) => (i === axis ? start : 0));
      return {
        node: slice(
          g,
          x,
          from,
          shape.map((length, i) => (i === axis ? count : length)),
        ),
        dtype,
      };
    },
  );
}

/** One size may be −1: what is left. */
function splitSizes(given: number | Numbers, length: number): Numbers {
  if (typeof given === "number") return new Array<number>(given).fill(length / given);
  const rest = length - given.reduce((sum, size) => sum + Math.max(size, 0), 0);
  return given.map((size) => (size === -1 ? rest : size));
}

function mirrored({ paddings, mode }: MirrorAttrs, length: number, axis: number): AxisIndices {
  const [before, after] = paddings[axis] as readonly [number, number];
  const edge = mode === "reflect" ? 0 : 1;
  return range(before + length + after, -before).map((i) => {
    if (i < 0) return -i - edge;
    return i < length ? i : 2 * (length - 1) - i + edge;
  });
}

interface MirrorAttrs {
  readonly paddings: Crops;
  readonly mode: string;
}

function stridedSlice(
  g: GraphBuilder,
  x: NodeId,
  attrs: Readonly<Record<string, unknown>>,
): NodeId {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
    attrs as Record<"begin" | "end" | "strides", Array<number>> & Record<string, number>;
  const info = slice_util.sliceInfo(
    [...g.shape(x)],
    begin,
    end,
    strides,
    beginMask ?? 0,
    endMask ?? 0,
    ellipsisMask ?? 0,
    newAxisMask ?? 0,
    shrinkAxisMask ?? 0,
  );
  const counts = slice_util.computeOutShape(info.begin, info.end, info.strides);
  return g.reshape(slice(g, x, info.begin, counts, info.strides), info.finalShape);
}

function sliceOf(g: GraphBuilder, x: NodeId, attrs: Readonly<Record<string, unknown>>): NodeId {
  const shaped = { shape: [...g.shape(x)], rank: g.shape(x).length } as unknown as Tensor;
  const { begin, size } = attrs as Record<"begin" | "size", number | Array<number>>;
  const [from, counts] = slice_util.parseSliceParams(shaped, begin, size) as unknown as [
    Numbers,
    Numbers,
  ];
  return slice(g, x, from, counts);
}

/** Kernels that move numbers: everything is a table of where they come from. */
export const arrangements: Kernels = {
  [Identity]: arrangement("x", (_, x) => x),
  [Reshape]: arrangement("x", (g, x, { shape }) => g.reshape(x, inferred(shape as Numbers, g, x))),
  [ExpandDims]: arrangement("input", (g, x, { dim }) => {
    const shape = g.shape(x);
    const axis = (dim as number) < 0 ? shape.length + 1 + (dim as number) : (dim as number);
    return g.reshape(x, withAxis(shape, axis));
  }),
  [Transpose]: arrangement("x", (g, x, { perm }) => transpose(g, x, perm as Numbers)),
  [BroadcastTo]: arrangement("x", (g, x, { shape }) => g.broadcastTo(x, shape as Numbers)),
  [Slice]: arrangement("x", sliceOf),
  [StridedSlice]: arrangement("x", stridedSlice),
  [Concat]: (call) => joined(call, false),
  [Pack]: (call) => joined(call, true),
  [Unpack]: unpack,
  [SplitV]: split,
  [PadV2]: arrangement("x", (g, x, { paddings, constantValue }) =>
    pad(g, x, paddings as Crops, constantValue as number),
  ),
  [MirrorPad]: arrangement("x", (g, x, attrs) => {
    const axes = g
      .shape(x)
      .map((length, axis) => mirrored(attrs as unknown as MirrorAttrs, length, axis));
    return rearrange(g, x, axes);
  }),
  [Reverse]: arrangement("x", (g, x, { dims }) => reverse(g, x, axesOf(dims, g.shape(x).length))),
  [Tile]: arrangement("x", (g, x, { reps }) => tile(g, x, reps as Numbers)),
  [SpaceToBatchND]: arrangement("x", (g, x, { blockShape, paddings }) =>
    spaceToBatch(g, x, blockShape as Numbers, paddings as Crops),
  ),
  [BatchToSpaceND]: arrangement("x", (g, x, { blockShape, crops }) =>
    batchToSpace(g, x, blockShape as Numbers, crops as Crops),
  ),
  [DepthToSpace]: arrangement("x", (g, x, { blockSize, dataFormat }) =>
    depthToSpace(g, x, blockSize as number, dataFormat === "NCHW"),
  ),
  [Diag]: arrangement("x", (g, x) => {
    const shape = g.shape(x);
    const n = sizeOf(shape);
    const table = new Int32Array(n * n).fill(-1);
    for (let i = 0; i < n; i++) table[i * (n + 1)] = i;
    return g.gather([x], { table }, [...shape, ...shape]);
  }),
};

/** One length may be −1: what is left. */
function inferred(shape: Numbers, g: GraphBuilder, x: NodeId): Numbers {
  if (!shape.includes(-1)) return shape;
  const known = sizeOf(shape.filter((length) => length !== -1));
  const rest = known === 0 ? 0 : sizeOf(g.shape(x)) / known;
  return shape.map((length) => (length === -1 ? rest : length));
}
