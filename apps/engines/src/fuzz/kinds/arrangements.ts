import {
  arrayOf,
  constants,
  type HostArray,
  map,
  pick,
  pickOr,
  reshape,
  sum,
  take,
} from "../host/host-array.js";
import { add, constant, mul, ZERO } from "../host/scalar.js";
import { type Kind, kind } from "./kind.js";

const matrix = [[2, 3]];
const cube = [[2, 3, 2]];
const constantly = { constant: true } as const;

function rows(x: HostArray, begin: number, count: number): HostArray {
  return take(x, [count, ...x.shape.slice(1)], (i = 0, ...rest) => [i + begin, ...rest]);
}

/** Operations that rearrange elements, some with a list of results. */
export const arrangements: ReadonlyArray<Kind> = [
  kind("reshape", "tf.reshape($0, [3, 2])", matrix, (x) => reshape(x, [3, 2])),
  kind("reshape", "tf.reshape($0, [-1])", cube, (x) => reshape(x, [12])),
  kind("expandDims", "tf.expandDims($0, 1)", matrix, (x) => reshape(x, [2, 1, 3])),
  kind("squeeze", "tf.squeeze($0)", [[1, 3]], (x) => reshape(x, [3])),
  kind("transpose", "tf.transpose($0)", matrix, (x) => take(x, [3, 2], (i = 0, j = 0) => [j, i])),
  kind("transpose", "tf.transpose($0, [2, 0, 1])", cube, (x) =>
    take(x, [2, 2, 3], (k = 0, i = 0, j = 0) => [i, j, k]),
  ),
  kind("reverse", "tf.reverse($0, 1)", matrix, (x) =>
    take(x, [2, 3], (i = 0, j = 0) => [i, 2 - j]),
  ),
  kind("reverse", "tf.reverse($0)", matrix, (x) =>
    take(x, [2, 3], (i = 0, j = 0) => [1 - i, 2 - j]),
  ),
  kind(
    "concat",
    "tf.concat([$0, $1], 1)",
    [
      [2, 3],
      [2, 1],
    ],
    (a, b) => arrayOf([2, 4], (i = 0, j = 0) => (j < 3 ? pick(a, i, j) : pick(b, i, j - 3))),
  ),
  kind("concat", "tf.concat([$0, $1, $0])", [[3], [2]], (a, b) =>
    arrayOf([8], (i = 0) => (i < 3 ? pick(a, i) : i < 5 ? pick(b, i - 3) : pick(a, i - 5))),
  ),
  {
    operation: "concat",
    code: "tf.concat([$0, tf.mul(tf.ones([2, 1]), $t)], 1)",
    inputs: matrix,
    host: ([x], t) =>
      arrayOf([2, 4], (i = 0, j = 0) => (j < 3 ? pick(x as HostArray, i, j) : constant(t))),
  },
  kind("stack", "tf.stack([$0, $1])", [[3], [3]], (a, b) =>
    arrayOf([2, 3], (i = 0, j = 0) => pick(i === 0 ? a : b, j)),
  ),
  kind("stack", "tf.stack([$0, $1, $0], 1)", [[2], [2]], (a, b) =>
    arrayOf([2, 3], (i = 0, j = 0) => pick(j === 1 ? b : a, i)),
  ),
  kind("unstack", "tf.unstack($0)", matrix, (x) => [0, 1].map((i) => reshape(rows(x, i, 1), [3])), {
    outputs: 2,
  }),
  kind(
    "unstack",
    "tf.unstack($0, 1)",
    matrix,
    (x) => [0, 1, 2].map((j) => take(x, [2], (i = 0) => [i, j])),
    { outputs: 3 },
  ),
  kind("split", "tf.split($0, 2)", [[4, 2]], (x) => [rows(x, 0, 2), rows(x, 2, 2)], { outputs: 2 }),
  kind(
    "split",
    "tf.split($0, [1, 2], 1)",
    matrix,
    (x) => [take(x, [2, 1], (i = 0) => [i, 0]), take(x, [2, 2], (i = 0, j = 0) => [i, j + 1])],
    { outputs: 2 },
  ),
  kind("slice", "tf.slice($0, [0, 1], [2, 2])", matrix, (x) =>
    take(x, [2, 2], (i = 0, j = 0) => [i, j + 1]),
  ),
  kind("slice", "tf.slice($0, 1, 1)", cube, (x) => rows(x, 1, 1)),
  kind("gather", 'tf.gather($0, tf.tensor1d([1, 0, 1], "int32"))', matrix, (x) =>
    take(x, [3, 3], (i = 0, j = 0) => [[1, 0, 1][i] as number, j]),
  ),
  kind("gather", "tf.gather($0, [2, 2], 1)", matrix, (x) => take(x, [2, 2], (i = 0) => [i, 2])),
  kind("gather", "tf.gather($0, 1)", matrix, (x) => take(x, [3], (j = 0) => [1, j])),
  kind("pad", "tf.pad($0, [[1, 0], [0, 2]])", matrix, (x) =>
    arrayOf([3, 5], (i = 0, j = 0) => pickOr(x, ZERO, i - 1, j)),
  ),
  kind("pad", "tf.pad($0, [[0, 0], [1, 1]], 0.5)", matrix, (x) =>
    arrayOf([2, 5], (i = 0, j = 0) => pickOr(x, constant(0.5), i, j - 1)),
  ),
  kind("mirrorPad", 'tf.mirrorPad($0, [[0, 0], [1, 1]], "reflect")', matrix, (x) =>
    take(x, [2, 5], (i = 0, j = 0) => [i, [1, 0, 1, 2, 1][j] as number]),
  ),
  kind("mirrorPad", 'tf.mirrorPad($0, [[1, 0], [0, 1]], "symmetric")', matrix, (x) =>
    take(x, [3, 4], (i = 0, j = 0) => [Math.max(0, i - 1), Math.min(2, j)]),
  ),
  kind("tile", "tf.tile($0, [2, 1])", matrix, (x) => take(x, [4, 3], (i = 0, j = 0) => [i % 2, j])),
  kind("tile", "tf.tile($0, [2])", [[3]], (x) => take(x, [6], (i = 0) => [i % 3])),
  kind("broadcastTo", "tf.broadcastTo($0, [2, 3])", [[3]], (x) =>
    take(x, [2, 3], (_i, j = 0) => [j]),
  ),
  kind("where", "tf.where(tf.tensor1d([true, false, true]), $0, $1)", [[3], [3]], (a, b) =>
    arrayOf([3], (i = 0) => pick(i === 1 ? b : a, i)),
  ),
  kind("spaceToBatchND", "tf.spaceToBatchND($0, [2, 2], [[0, 0], [0, 0]])", [[1, 4, 4, 2]], (x) =>
    take(x, [4, 2, 2, 2], (b = 0, i = 0, j = 0, c = 0) => [
      0,
      2 * i + Math.floor(b / 2),
      2 * j + (b % 2),
      c,
    ]),
  ),
  kind("batchToSpaceND", "tf.batchToSpaceND($0, [2, 1], [[0, 0], [0, 0]])", [[2, 2, 2, 1]], (x) =>
    take(x, [1, 4, 2, 1], (_b, i = 0, j = 0) => [i % 2, Math.floor(i / 2), j, 0]),
  ),
  kind(
    "depthToSpace",
    "tf.depthToSpace($0, 2)",
    [[1, 2, 2, 4]],
    (x) =>
      take(x, [1, 4, 4, 1], (_b, i = 0, j = 0) => [
        0,
        Math.floor(i / 2),
        Math.floor(j / 2),
        2 * (i % 2) + (j % 2),
      ]),
    constantly,
  ),
  kind(
    "stridedSlice",
    "tf.stridedSlice($0, [0, 0], [2, 3], [1, 2])",
    matrix,
    (x) => take(x, [2, 2], (i = 0, j = 0) => [i, 2 * j]),
    constantly,
  ),
  kind(
    "gatherND",
    'tf.gatherND($0, tf.tensor2d([[0, 1], [1, 2]], [2, 2], "int32"))',
    matrix,
    (x) => take(x, [2], (i = 0) => [i, i + 1]),
    constantly,
  ),
  kind(
    "scatterND",
    'tf.scatterND(tf.tensor2d([[2], [0]], [2, 1], "int32"), $0, [4])',
    [[2]],
    (x) => arrayOf([4], (i = 0) => (i === 2 ? pick(x, 0) : i === 0 ? pick(x, 1) : ZERO)),
    constantly,
  ),
  kind(
    "diag",
    "tf.diag($0)",
    [[3]],
    (x) => arrayOf([3, 3], (i = 0, j = 0) => (i === j ? pick(x, i) : ZERO)),
    constantly,
  ),
  kind(
    "unsortedSegmentSum",
    'tf.unsortedSegmentSum($0, tf.tensor1d([1, 0, 1], "int32"), 2)',
    [[3, 2]],
    (x) =>
      arrayOf([2, 2], (s = 0, j = 0) =>
        s === 0 ? pick(x, 1, j) : add(pick(x, 0, j), pick(x, 2, j)),
      ),
  ),
  // Constants created in f.
  kind("eye", "tf.matMul($0, tf.eye(3))", matrix, (x) => map((a) => a, x)),
  kind("ones", "tf.add($0, tf.ones([2, 3]))", matrix, (x) => map((a) => add(a, constant(1)), x)),
  kind("zeros", "tf.add($0, tf.zeros([3]))", [[3]], (x) => map((a) => a, x)),
  kind("fill", "tf.mul($0, tf.fill([3], 0.5))", [[3]], (x) => map((a) => mul(a, constant(0.5)), x)),
  kind("linspace", "tf.mul($0, tf.linspace(0, 1, 3))", [[3]], (x) =>
    map(mul, x, constants([3], [0, 0.5, 1])),
  ),
  kind("range", "tf.mul($0, tf.range(0, 3))", [[3]], (x) => map(mul, x, constants([3], [0, 1, 2]))),
  kind("tensor1d", "tf.sum(tf.mul($0, tf.tensor1d([1, -1, 0.5])))", [[3]], (x) =>
    arrayOf([], () => sum(3, (i) => mul(pick(x, i), constant([1, -1, 0.5][i] as number)))),
  ),
  kind("scalar", "tf.sub($0, tf.scalar(0.25))", 1, (x) => map((a) => add(a, constant(-0.25)), x)),
  {
    operation: "scalar",
    code: "tf.mul($0, tf.cos($t))",
    inputs: 1,
    host: ([x], t) => map((a) => mul(a, constant(Math.cos(t))), x as HostArray),
  },
  kind(
    "linalg.bandPart",
    "tf.linalg.bandPart($0, 1, 0)",
    [[3, 3]],
    (x) => arrayOf([3, 3], (i = 0, j = 0) => (j <= i && i - j <= 1 ? pick(x, i, j) : ZERO)),
    constantly,
  ),
  kind(
    "meshgrid",
    "tf.meshgrid($0, $1)",
    [[2], [3]],
    (a, b) => [arrayOf([3, 2], (_i, j = 0) => pick(a, j)), arrayOf([3, 2], (i = 0) => pick(b, i))],
    { outputs: 2 },
  ),
];
