import * as tf from "@tensorflow/tfjs";
import { type Operation, operation } from "./operation.js";

const matrix = [[2, 3]];
const cube = [[2, 3, 2]];
const constantly = { hasGradient: false };
const stepwise = { stepwise: true };

type Reduction = (x: tf.Tensor, axis?: number | Array<number>, keepDims?: boolean) => tf.Tensor;
const reductions: ReadonlyArray<readonly [string, Reduction]> = [
  ["sum", tf.sum],
  ["mean", tf.mean],
  ["prod", tf.prod],
  ["max", tf.max],
  ["min", tf.min],
  ["logSumExp", tf.logSumExp],
];

/** Reductions, and products of matrices. */
export const sums: ReadonlyArray<Operation> = [
  ...reductions.flatMap(([name, apply]) => [
    operation(name, cube, (x) => apply(x)),
    operation(`${name} of columns`, matrix, (x) => apply(x, 0)),
    operation(`${name}, axes kept`, matrix, (x) => apply(x, 1, true)),
    operation(`${name} of the middle`, cube, (x) => apply(x, 1)),
    operation(`${name} of the outer axes`, cube, (x) => apply(x, [0, 2])),
  ]),
  operation("any", matrix, (x) => tf.cast(tf.any(tf.greater(x, 0), 1), "float32"), stepwise),
  operation("all", matrix, (x) => tf.cast(tf.all(tf.greater(x, -1), 1), "float32"), stepwise),
  operation(
    "sum of booleans",
    matrix,
    (x) => tf.cast(tf.sum(tf.greater(x, 0)), "float32"),
    stepwise,
  ),
  operation("argMax", matrix, (x) => tf.cast(tf.argMax(x, 1), "float32"), stepwise),
  operation("argMin", cube, (x) => tf.cast(tf.argMin(x, 1), "float32"), stepwise),
  operation("norm", matrix, (x) => tf.norm(x)),
  operation("norm 1", matrix, (x) => tf.norm(x, 1, 1)),
  operation("norm inf", matrix, (x) => tf.norm(x, Number.POSITIVE_INFINITY, 0)),
  operation("moments", matrix, (x) => Object.values(tf.moments(x, 1)) as Array<tf.Tensor>),
  operation("cumsum", cube, (x) => tf.cumsum(x, 1)),
  operation("cumsum, exclusive and reverse", matrix, (x) => tf.cumsum(x, 1, true, true)),
  operation("cumprod", cube, (x) => tf.cumprod(x, 1), constantly),
  operation(
    "cumprod, exclusive and reverse",
    matrix,
    (x) => tf.cumprod(x, 0, true, true),
    constantly,
  ),
  operation("softmax", matrix, (x) => tf.softmax(x)),
  operation("logSoftmax", matrix, (x) => tf.logSoftmax(x)),
  ...[false, true].flatMap((a) =>
    [false, true].map((b) =>
      operation(
        `matMul${a ? " of a transpose" : ""}${b ? " by a transpose" : ""}`,
        [a ? [4, 2] : [2, 4], b ? [3, 4] : [4, 3]],
        (x, y) => tf.matMul(x, y, a, b),
      ),
    ),
  ),
  operation(
    "matMul of batches",
    [
      [5, 2, 4],
      [5, 4, 3],
    ],
    (x, y) => tf.matMul(x, y),
  ),
  operation(
    "matMul, one for all",
    [
      [2, 2, 2, 4],
      [4, 3],
    ],
    (x, y) => tf.matMul(x, y),
  ),
  operation("dot", [[2, 3], [3]], (x, y) => tf.dot(x, y)),
  operation("outerProduct", [[2], [3]], (x, y) => tf.outerProduct(x, y)),
  ...(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const).map((activation) =>
    operation(`fused.matMul with ${activation}`, [[2, 4], [4, 3], [3]], (a, b, bias) =>
      tf.fused.matMul({ a, b, bias, activation }),
    ),
  ),
  operation("fused.matMul with prelu", [[2, 4], [4, 3], [3]], (a, b, preluActivationWeights) =>
    tf.fused.matMul({ a, b, activation: "prelu", preluActivationWeights }),
  ),
  ...[
    [
      "ij,jk->ik",
      [
        [2, 3],
        [3, 4],
      ],
    ],
    [
      "bij,bjk->bik",
      [
        [2, 3, 2],
        [2, 2, 3],
      ],
    ],
    [
      "bij,bkj->bki",
      [
        [2, 3, 2],
        [2, 4, 2],
      ],
    ],
    ["i,j->ij", [[2], [3]]],
    ["i,i->", [[3], [3]]],
    [
      "ijk,jk->ki",
      [
        [2, 3, 4],
        [3, 4],
      ],
    ],
    ["ij->ji", [[2, 3]]],
    ["ij->j", [[2, 3]]],
  ].map(([equation, shapes]) =>
    operation(
      `einsum ${equation}`,
      shapes as Operation["shapes"],
      (...x) => tf.einsum(equation as string, ...x),
      constantly,
    ),
  ),
];
