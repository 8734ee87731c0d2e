import * as tf from "@tensorflow/tfjs";
import { type Operation, operation } from "./operation.js";

const constantly = { hasGradient: false };
const stepwise = { stepwise: true };
const empty = [[0, 3]];
const deep = [[2, 1, 3, 1, 2]];

/** Shapes and arguments that are allowed but rare: no elements, scalars, many axes, axes counted from the end. */
export const unusual: ReadonlyArray<Operation> = [
  operation("tanh of nothing", empty, (x) => tf.tanh(x)),
  operation("add of nothing and a row", [[0, 3], [3]], (x, y) => tf.add(x, y)),
  operation("sum of nothing", empty, (x) => tf.sum(x, 0)),
  operation("sum of all of nothing", empty, (x) => tf.sum(x)),
  operation("product of nothing", empty, (x) => tf.prod(x, 0), constantly),
  operation(
    "concat with nothing",
    [
      [0, 3],
      [2, 3],
    ],
    (x, y) => tf.concat([x, y, x]),
  ),
  operation("slice to nothing", [[2, 3]], (x) => tf.slice(x, [1, 0], [0, 3])),
  operation(
    "pad of nothing",
    empty,
    (x) =>
      tf.pad(x, [
        [1, 1],
        [0, 0],
      ]),
    constantly,
  ),
  operation("transpose of nothing", empty, (x) => tf.transpose(x)),
  operation("reshape of nothing", empty, (x) => tf.reshape(x, [3, 0, 2])),
  operation(
    "gather of nothing",
    [[2, 3]],
    (x) => tf.gather(x, tf.tensor1d([], "int32")),
    constantly,
  ),
  operation("one number", [[]], (x) => tf.mul(tf.sin(x), 2)),
  operation("sum of one number", [[]], (x) => tf.sum(x)),
  operation("mean of one number", [[]], (x) => tf.mean(x)),
  operation("max of one number", [[]], (x) => tf.max(x)),
  operation("expandDims of one number", [[]], (x) => tf.expandDims(x)),
  operation("tile of one", [[1, 1]], (x) => tf.tile(x, [3, 1])),
  operation("stack of numbers", [[], []], (x, y) => tf.stack([x, y, x])),
  operation("softmax of one number", [[1]], (x) => tf.softmax(x)),
  operation("add with five axes", [...deep, [3, 4, 1]], (x, y) => tf.add(x, y)),
  operation("mul with five axes", [...deep, [1, 5, 1, 4, 1]], (x, y) => tf.mul(x, y)),
  operation("div with axes of one in front", [[2], [1, 1, 2]], (x, y) =>
    tf.div(x, tf.add(tf.square(y), 1)),
  ),
  operation(
    "pow by a column",
    [
      [2, 3],
      [2, 1],
    ],
    (x, y) => tf.pow(x, y),
    { range: [0.3, 2] },
  ),
  operation("maximum by a scalar", [[2, 3], []], (x, y) => tf.maximum(x, y), constantly),
  operation(
    "minimum by a middle axis",
    [
      [2, 1, 3],
      [4, 1],
    ],
    (x, y) => tf.minimum(x, y),
    constantly,
  ),
  operation("atan2 by a row", [[2, 3], [3]], (x, y) => tf.atan2(x, y), { range: [0.3, 2] }),
  operation("mod by a row", [[2, 3], [3]], (x, y) => tf.mod(x, y), { range: [0.3, 2] }),
  operation(
    "squaredDifference by a column",
    [
      [2, 3],
      [2, 1],
    ],
    (x, y) => tf.squaredDifference(x, y),
    constantly,
  ),
  operation("prelu by channel", [[2, 3], [3]], (x, y) => tf.prelu(x, y)),
  operation("where by a row", [[2, 3], [3]], (x, y) => tf.where(tf.greater(x, y), x, tf.square(y))),
  operation(
    "where of a column",
    [
      [2, 1],
      [2, 3],
    ],
    (x, y) => tf.where(tf.greater(x, 0), y, tf.mul(x, y)),
  ),
  operation(
    "greater of five axes",
    [...deep, [3, 1, 1]],
    (x, y) => tf.cast(tf.greater(x, y), "float32"),
    stepwise,
  ),
  operation("sum over the last but one", deep, (x) => tf.sum(x, -3)),
  operation("sum over axes from both ends", deep, (x) => tf.sum(x, [0, -1], true)),
  operation("max over axes from both ends", deep, (x) => tf.max(x, [-1, 0])),
  operation("mean over axes out of order", [[2, 3, 2, 2]], (x) => tf.mean(x, [3, 1])),
  operation("min over alternate axes", [[2, 3, 2, 2]], (x) => tf.min(x, [0, 2])),
  operation("prod over alternate axes", [[2, 2, 2, 2]], (x) => tf.prod(x, [1, 3])),
  operation("logSumExp over the last", [[2, 3, 2]], (x) => tf.logSumExp(x, -1, true)),
  operation(
    "argMax over the first",
    [[3, 2, 2]],
    (x) => tf.cast(tf.argMax(x, 0), "float32"),
    stepwise,
  ),
  operation(
    "argMin over the last",
    [[3, 2, 2]],
    (x) => tf.cast(tf.argMin(x, -1), "float32"),
    stepwise,
  ),
  operation("cumsum over the first", [[3, 2, 2]], (x) => tf.cumsum(x, 0, true), constantly),
  operation("softmax over the last of four", [[2, 1, 2, 3]], (x) => tf.softmax(x, -1)),
  operation("reverse of axes from both ends", [[2, 3, 2, 2]], (x) => tf.reverse(x, [0, -1])),
  operation("transpose of five axes", [[2, 1, 3, 2, 2]], (x) => tf.transpose(x, [4, 2, 0, 1, 3])),
  operation("transpose back and forth", [[2, 3, 4]], (x) =>
    tf.mul(tf.transpose(tf.transpose(x, [1, 2, 0]), [2, 0, 1]), x),
  ),
  operation("concat of five axes", [...deep, [2, 1, 3, 2, 2]], (x, y) => tf.concat([x, y], -2)),
  operation("split over the last", [[2, 6]], (x) => tf.split(x, [1, 2, 3], -1)),
  operation("unstack of a middle axis", [[2, 3, 2]], (x) => tf.unstack(x, -2)),
  operation(
    "stack in the middle",
    [
      [2, 3],
      [2, 3],
    ],
    (x, y) => tf.stack([x, y], 1),
  ),
  operation(
    "gather over the last",
    [[2, 3]],
    (x) => tf.gather(x, tf.tensor1d([2, 2, 0], "int32"), -1),
    constantly,
  ),
  operation("squeeze of an axis from the end", [[2, 1, 3, 1]], (x) => tf.squeeze(x, [-1])),
  operation("slice from the end", [[4, 3]], (x) => tf.slice(x, [2, 1], [-1, -1])),
  operation("tile of three axes", [[2, 1, 3]], (x) => tf.tile(x, [1, 4, 2])),
  operation(
    "stridedSlice with a new axis",
    [[4, 3]],
    (x) => tf.stridedSlice(x, [0, 0], [4, 3], [2, 1], 0, 0, 0, 1),
    constantly,
  ),
  operation(
    "stridedSlice with an ellipsis",
    [[2, 3, 4]],
    (x) => tf.stridedSlice(x, [0, 1], [0, 3], [1, 1], 0, 0, 1),
    constantly,
  ),
  operation(
    "stridedSlice backwards over everything",
    [[4, 3]],
    (x) => tf.stridedSlice(x, [0, 0], [0, 0], [-1, -2], 3, 3),
    constantly,
  ),
  operation(
    "matMul of a row",
    [
      [1, 3],
      [3, 1],
    ],
    (x, y) => tf.matMul(x, y),
  ),
  operation(
    "matMul of one batch by many",
    [
      [1, 2, 3],
      [4, 3, 2],
    ],
    (x, y) => tf.matMul(x, y),
    constantly,
  ),
  operation(
    "matMul of transposes in batches",
    [
      [2, 3, 2],
      [2, 4, 3],
    ],
    (x, y) => tf.matMul(x, y, true, true),
  ),
  operation(
    "matMul of nothing",
    [
      [2, 0],
      [0, 3],
    ],
    (x, y) => tf.matMul(x, y),
  ),
  operation("matMul by itself, transposed", [[3, 2]], (x) => tf.matMul(x, x, true)),
  operation(
    "matMul of a transpose that is explicit",
    [
      [3, 2],
      [3, 4],
    ],
    (x, y) => tf.matMul(tf.transpose(x), y),
  ),
  operation("matMul of ones", [[3, 2]], (x) => tf.matMul(tf.ones([4, 3]), x)),
  operation("dot of vectors", [[3], [3]], (x, y) => tf.dot(x, y)),
  operation(
    "einsum of a trace of products",
    [
      [2, 3],
      [3, 2],
    ],
    (x, y) => tf.einsum("ij,ji->", x, y),
    constantly,
  ),
  operation(
    "einsum with three labels summed",
    [
      [2, 3, 2],
      [2, 3, 2],
    ],
    (x, y) => tf.einsum("ijk,ijk->", x, y),
    constantly,
  ),
  operation(
    "einsum of an outer product in batches",
    [
      [2, 3],
      [2, 4],
    ],
    (x, y) => tf.einsum("bi,bj->bij", x, y),
    constantly,
  ),
  operation("depthwise attention", [[2, 3, 4]], (x) =>
    tf.matMul(tf.softmax(tf.div(tf.matMul(x, x, false, true), 2)), x),
  ),
];
