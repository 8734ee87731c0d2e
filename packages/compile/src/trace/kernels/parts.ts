import type { Tensor } from "@tensorflow/tfjs-core";
import type { NodeId } from "../../graph/graph.js";
import { concat, take } from "../../graph/operations/rearrange.js";
import { slice } from "../../graph/operations/views.js";
import { slice_util } from "../../imports/tfjs-core.js";
import { axesOf } from "../lowering/axes-of.js";
import { range } from "../lowering/rearrange.js";
import { arrangement, type Rule } from "./arrangement.js";
import { commonType, type KernelCall, type Kernels, type Traced } from "./kernel.js";

type Numbers = ReadonlyArray<number>;

/** Arrays next to one another. @param raised Whether along a new axis. */
function joined({ g, list, attrs }: KernelCall, raised: boolean): Traced {
  const shape = g.shape(list[0]?.node as NodeId);
  const [axis = 0] = axesOf(attrs.axis, shape.length + (raised ? 1 : 0));
  const nodes = list.map(({ node }) => (raised ? g.reshape(node, withAxis(shape, axis)) : node));
  return { node: concat(g, nodes, axis), dtype: commonType(list) };
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

const sliceOf: Rule = (g, x, attrs) => {
  const shaped = { shape: [...g.shape(x)], rank: g.shape(x).length } as unknown as Tensor;
  const { begin, size } = attrs as Record<"begin" | "size", number | Array<number>>;
  const [from, counts] = slice_util.parseSliceParams(shaped, begin, size) as unknown as [
    Numbers,
    Numbers,
  ];
  return slice(g, x, from, counts);
};

/** Kernels that take arrays apart, and put them together. */
export const parts: Kernels = {
  Concat: (call) => joined(call, false),
  Pack: (call) => joined(call, true),
  Slice: arrangement("x", sliceOf),
  SplitV: split,
  Unpack: unpack,
  ExpandDims: arrangement("input", (g, x, { dim }) => {
    const shape = g.shape(x);
    const axis = (dim as number) < 0 ? shape.length + 1 + (dim as number) : (dim as number);
    return g.reshape(x, withAxis(shape, axis));
  }),
};
