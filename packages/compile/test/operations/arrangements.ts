import * as tf from "@tensorflow/tfjs";
import { type Operation, operation } from "./operation.js";

const constantly = { hasGradient: false };
const matrix = [[2, 3]];
const cube = [[2, 3, 2]];
const square = [[3, 3]];
const vector = [[3]];
const image = [[1, 4, 4, 2]];
const indices = (...list: Array<number>): tf.Tensor1D => tf.tensor1d(list, "int32");

/** Operations that move numbers, and that make constants. */
export const arrangements: ReadonlyArray<Operation> = [
  operation("reshape", matrix, (x) => tf.reshape(x, [3, -1])),
  operation("expandDims", matrix, (x) => tf.expandDims(x, 1)),
  operation("expandDims at the end", matrix, (x) => tf.expandDims(x, -1)),
  operation("squeeze", [[1, 3, 1]], (x) => tf.squeeze(x)),
  operation("transpose", matrix, (x) => tf.transpose(x)),
  operation("transpose of a cube", cube, (x) => tf.transpose(x, [2, 0, 1])),
  operation("reverse", matrix, (x) => tf.reverse(x)),
  operation("reverse of an axis", cube, (x) => tf.reverse(x, -2)),
  operation(
    "concat",
    [
      [2, 3],
      [2, 1],
    ],
    (a, b) => tf.concat([a, b], 1),
  ),
  operation(
    "concat of rows",
    [
      [2, 3],
      [1, 3],
    ],
    (a, b) => tf.concat([a, b, a]),
  ),
  operation("concat with constants", matrix, (x) => tf.concat([x, tf.fill([2, 1], 0.5)], -1)),
  operation("stack", [[3], [3]], (a, b) => tf.stack([a, b])),
  operation("stack at the end", [[3], [3]], (a, b) => tf.stack([a, b, a], -1)),
  operation("unstack", matrix, (x) => tf.unstack(x)),
  operation("unstack columns", matrix, (x) => tf.unstack(x, 1)),
  operation("split", [[4, 2]], (x) => tf.split(x, 2)),
  operation("split by sizes", matrix, (x) => tf.split(x, [1, -1], 1)),
  operation("slice", matrix, (x) => tf.slice(x, [0, 1], [2, -1])),
  operation("slice of rows", cube, (x) => tf.slice(x, 1, 1)),
  operation("stridedSlice", matrix, (x) => tf.stridedSlice(x, [0, 0], [2, 3], [1, 2]), constantly),
  operation(
    "stridedSlice backwards",
    matrix,
    (x) => tf.stridedSlice(x, [1, 2], [-3, 0], [-1, -1]),
    constantly,
  ),
  operation(
    "stridedSlice to a row",
    cube,
    (x) => tf.stridedSlice(x, [1, 0, 0], [2, 3, 2], [1, 1, 1], 0, 0, 0, 0, 1),
    constantly,
  ),
  operation("gather", matrix, (x) => tf.gather(x, indices(1, 0, 1))),
  operation("gather of columns", cube, (x) =>
    tf.gather(x, tf.tensor2d([[2, 0]], [1, 2], "int32"), 1),
  ),
  operation("gather of one", matrix, (x) => tf.gather(x, 1)),
  operation("gather in batches", cube, (x) =>
    tf.gather(
      x,
      tf.tensor2d(
        [
          [2, 0],
          [1, 1],
        ],
        [2, 2],
        "int32",
      ),
      1,
      1,
    ),
  ),
  operation(
    "gatherND",
    matrix,
    (x) =>
      tf.gatherND(
        x,
        tf.tensor2d(
          [
            [0, 1],
            [1, 2],
          ],
          [2, 2],
          "int32",
        ),
      ),
    constantly,
  ),
  operation(
    "gatherND of rows",
    matrix,
    (x) => tf.gatherND(x, tf.tensor2d([[1], [1]], [2, 1], "int32")),
    constantly,
  ),
  operation(
    "scatterND",
    [[2]],
    (x) => tf.scatterND(tf.tensor2d([[2], [0]], [2, 1], "int32"), x, [4]),
    constantly,
  ),
  operation(
    "scatterND, adding",
    [[2, 3]],
    (x) => tf.scatterND(tf.tensor2d([[1], [1]], [2, 1], "int32"), x, [4, 3]),
    constantly,
  ),
  operation("oneHot", matrix, (x) => tf.mul(x, tf.oneHot(tf.argMax(x, 1), 3))),
  operation("oneHot of constants", matrix, (x) => tf.mul(x, tf.oneHot(indices(1, 5), 3, 2, -1))),
  operation("unsortedSegmentSum", [[3, 2]], (x) => tf.unsortedSegmentSum(x, indices(1, 0, 1), 2)),
  operation("pad", matrix, (x) =>
    tf.pad(x, [
      [1, 0],
      [0, 2],
    ]),
  ),
  operation("pad with a value", matrix, (x) =>
    tf.pad(
      x,
      [
        [0, 0],
        [1, 1],
      ],
      0.5,
    ),
  ),
  operation("mirrorPad by reflection", matrix, (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 1],
        [2, 1],
      ],
      "reflect",
    ),
  ),
  operation("mirrorPad, symmetric", matrix, (x) =>
    tf.mirrorPad(
      x,
      [
        [1, 0],
        [2, 3],
      ],
      "symmetric",
    ),
  ),
  operation("tile", matrix, (x) => tf.tile(x, [2, 3])),
  operation("tile of a vector", vector, (x) => tf.tile(x, [2])),
  operation("broadcastTo", vector, (x) => tf.broadcastTo(x, [2, 3])),
  operation("broadcastTo from ones", [[2, 1]], (x) => tf.broadcastTo(x, [4, 2, 3])),
  operation("spaceToBatchND", image, (x) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [2, 0],
      ],
    ),
  ),
  operation("batchToSpaceND", [[4, 2, 3, 1]], (x) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [1, 0],
        [0, 2],
      ],
    ),
  ),
  operation("depthToSpace", [[1, 2, 3, 4]], (x) => tf.depthToSpace(x, 2), constantly),
  operation("diag", vector, (x) => tf.diag(x), constantly),
  operation("linalg.bandPart", square, (x) => tf.linalg.bandPart(x, 1, 0), constantly),
  operation("meshgrid", [[2], [3]], (a, b) => tf.meshgrid(a, b)),
  operation("flipLeftRight", image, (x) => tf.image.flipLeftRight(x), constantly),
  operation("eye", matrix, (x) => tf.matMul(x, tf.eye(3))),
  operation("ones and zeros", matrix, (x) => tf.add(tf.mul(x, tf.ones([2, 3])), tf.zeros([3]))),
  operation("linspace", vector, (x) => tf.mul(x, tf.linspace(-1, 2, 3))),
  operation("range", vector, (x) => tf.mul(x, tf.range(5, -1, -2))),
  operation("scalars", matrix, (x) => tf.sub(x, tf.scalar(0.25))),
];
