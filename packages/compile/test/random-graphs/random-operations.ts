import { pullBack } from "../../src/derivative/pull-back.js";
import type { GraphBuilder } from "../../src/graph/builder/graph-builder.js";
import type { NodeId } from "../../src/graph/graph.js";
import {
  cumulative,
  logSoftmax,
  mean,
  reduce,
  softmax,
} from "../../src/graph/operations/along-axes.js";
import { matMul } from "../../src/graph/operations/mat-mul.js";
import { concat, pad, take, tile } from "../../src/graph/operations/rearrange.js";
import { reverse, slice, transpose } from "../../src/graph/operations/views.js";
import { windows } from "../../src/graph/operations/windows.js";
import type { Draw, RandomOperation } from "./draw.js";
import { elementwise } from "./random-functions.js";

const sizeOf = (shape: ReadonlyArray<number>) => shape.reduce((a, b) => a * b, 1);

/** Elements of x, some of them repeated, some zero, in the wanted shape. */
export function conform(
  b: GraphBuilder,
  x: NodeId,
  shape: ReadonlyArray<number>,
  draw: Draw,
): NodeId {
  const size = sizeOf(b.shape(x));
  const table = Int32Array.from({ length: sizeOf(shape) }, () =>
    draw.int(10) === 0 ? -1 : draw.int(size),
  );
  return b.gather([x], { table, fill: draw.pick([0, 0.5]) }, shape);
}

const axesOf = (b: GraphBuilder, x: NodeId) => b.shape(x).map((_, axis) => axis);

/** Axes, counted from either end. */
function someAxes(b: GraphBuilder, x: NodeId, draw: Draw): Array<number> {
  const rank = b.shape(x).length;
  return axesOf(b, x)
    .filter(() => draw.int(2) === 0)
    .map((axis) => (draw.int(2) === 0 ? axis : axis - rank));
}

/** With one axis at least. */
function withAxes(b: GraphBuilder, x: NodeId): NodeId {
  return b.shape(x).length === 0 ? b.reshape(x, [1]) : x;
}

const withAxis =
  (fn: (b: GraphBuilder, x: NodeId, axis: number, draw: Draw) => NodeId): RandomOperation =>
  (b, [x], draw) => {
    const value = withAxes(b, x);
    const rank = b.shape(value).length;
    return fn(b, value, draw.int(rank) - draw.int(2) * rank, draw);
  };

/** Of several elements, usually. */
const extreme =
  (fn: "max" | "min"): RandomOperation =>
  (b, [x], draw) => {
    const values = sizeOf(b.shape(x)) > 1 ? x : conform(b, draw.pick(draw.inputs), [2, 3], draw);
    return reduce(b, fn, values, { axes: someAxes(b, values, draw), keepDims: draw.int(2) === 0 });
  };

/** All that random programs are made of. Products are kept small by a sine. */
export const operations: Readonly<Record<string, RandomOperation>> = {
  ...elementwise,
  matMul: (b, [x, y], draw) => {
    const [transposeA, transposeB] = [draw.int(2) === 0, draw.int(2) === 0];
    const rows = b.shape(x).length < 2 ? b.reshape(x, [1, sizeOf(b.shape(x))]) : x;
    const k = b.shape(rows).at(transposeA ? -2 : -1) as number;
    const n = 1 + draw.int(3);
    const batch = b.shape(rows).slice(0, -2);
    const own = draw.pick([
      [],
      batch,
      batch.map((length) => draw.pick([1, length])),
      [2, ...batch],
    ]);
    const right = conform(b, y, [...own, ...(transposeB ? [n, k] : [k, n])], draw);
    return b.sin(matMul(b, rows, right, { transposeA, transposeB }));
  },
  transposedFactor: (b, [x, y], draw) => {
    const left = conform(b, x, [2, 3, 2], draw);
    const right = conform(b, y, [draw.pick([1, 2]), 3, 2], draw);
    return b.sin(matMul(b, transpose(b, left, [0, 2, 1]), right));
  },
  sum: (b, [x], draw) =>
    reduce(b, "sum", x, { axes: someAxes(b, x, draw), keepDims: draw.int(2) === 0 }),
  largest: extreme("max"),
  smallest: extreme("min"),
  product: (b, [x], draw) => b.sin(reduce(b, "product", x, { axes: someAxes(b, x, draw) })),
  mean: (b, [x], draw) => mean(b, x, { axes: someAxes(b, x, draw), keepDims: draw.int(2) === 0 }),
  argument: withAxis((b, x, axis, draw) =>
    reduce(b, draw.pick(["argMax", "argMin"]), x, { axes: [axis], keepDims: draw.int(2) === 0 }),
  ),
  softmax: withAxis((b, x, axis) => softmax(b, x, axis)),
  logSoftmax: withAxis((b, x, axis) => b.sin(logSoftmax(b, x, axis))),
  cumulative: withAxis((b, x, axis, draw) =>
    b.sin(
      cumulative(b, draw.pick(["sum", "product"]), x, {
        axis,
        exclusive: draw.int(2) === 0,
        reverse: draw.int(2) === 0,
      }),
    ),
  ),
  gather: (b, [x, y], draw) => {
    const size = sizeOf(b.shape(x));
    const block = draw.int(2) === 0 ? 1 : size;
    const sources = sizeOf(b.shape(y)) % block === 0 ? [x, y] : [x];
    const blocks = sources.reduce((sum, id) => sum + sizeOf(b.shape(id)) / block, 0);
    const table = Int32Array.from({ length: 1 + draw.int(4) }, () => draw.int(blocks + 1) - 1);
    return b.gather(sources, { block, table, fill: draw.pick([0, 1]) }, [table.length, block]);
  },
  scatter: (b, [x], draw) => {
    const size = sizeOf(b.shape(x));
    const table = Int32Array.from({ length: size }, () => draw.int(6) - 1);
    return b.scatter(x, { table }, draw.pick([[5], [6], [2, 3]]));
  },
  transpose: (b, [x], draw) => {
    const order = axesOf(b, x)
      .map((axis) => [axis, draw.number()] as const)
      .sort((p, q) => p[1] - q[1]);
    return transpose(
      b,
      x,
      order.map(([axis]) => axis),
    );
  },
  reverse: (b, [x], draw) => reverse(b, x, someAxes(b, x, draw)),
  slice: (b, [x], draw) => {
    const steps = b.shape(x).map(() => draw.pick([1, 2, -1]));
    const sizes = b.shape(x).map((n, axis) => (steps[axis] === 2 ? Math.ceil(n / 2) : n));
    const cut = sizes.map((n) => 1 + draw.int(n));
    const begin = b.shape(x).map((n, axis) => {
      const step = steps[axis] as number;
      const span = ((cut[axis] as number) - 1) * step;
      return step < 0 ? -span + draw.int(n + span) : draw.int(n - span);
    });
    return slice(b, x, begin, cut, steps);
  },
  pad: (b, [x], draw) =>
    pad(
      b,
      x,
      axesOf(b, x).map(() => [draw.int(2), draw.int(2)] as const),
      draw.pick([0, 2]),
    ),
  tile: (b, [x], draw) =>
    tile(
      b,
      x,
      axesOf(b, x).map(() => 1 + draw.int(2)),
    ),
  broadcast: (b, [x], draw) => {
    const lengths = b.shape(x).map((n) => (n === 1 ? 1 + draw.int(3) : n));
    return b.broadcastTo(x, draw.int(2) === 0 ? lengths : [2, ...lengths]);
  },
  concat: withAxis((b, x, axis, draw) => {
    const shape = b.shape(x);
    const at = axis < 0 ? axis + shape.length : axis;
    const other = shape.map((n, i) => (i === at ? 1 + draw.int(2) : n));
    const second = conform(b, draw.pick(draw.inputs), other, draw);
    return concat(
      b,
      draw.pick([
        [x, second],
        [second, x],
        [x, x],
        [x, second, x],
      ]),
      axis,
    );
  }),
  take: withAxis((b, x, axis, draw) => {
    const length = b.shape(x).at(axis) as number;
    const indices = Int32Array.from({ length: 2 }, () => draw.int(length));
    return take(b, x, indices, { axis, indicesShape: draw.pick([[2], [1, 2]]) });
  }),
  windows: (b, [x], draw) => {
    const image = conform(b, x, [draw.pick([1, 2]), 3, draw.pick([2, 3]), 2], draw);
    const [strides, dilations] = [draw.pick([1, 2]), draw.pick([1, 2])];
    return windows(b, image, {
      size: [2, 2],
      strides: [strides, 1],
      dilations: [1, dilations],
      padBefore: [draw.int(2), 1],
      count: [2, 2],
    });
  },
  reshape: (b, [x], draw) => {
    const size = sizeOf(b.shape(x));
    const divisor = draw.pick([1, 2, 3, 4].filter((d) => size % d === 0));
    return b.reshape(x, draw.pick([[size], [divisor, size / divisor], [1, size], [size, 1, 1]]));
  },
  gradient: (b, [x, y], draw) => {
    const to = draw.pick(draw.inputs);
    const [bar] = pullBack(b, {
      outputs: [x],
      cotangents: [conform(b, y, b.shape(x), draw)],
      withRespectTo: [to],
    });
    return bar === undefined ? undefined : b.sin(bar);
  },
};
