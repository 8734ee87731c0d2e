import * as tf from "@tensorflow/tfjs";
import { type Operation, operation } from "./operation.js";

const constantly = { hasGradient: false };
const image = [2, 4, 5, 2];
const filter = [2, 3, 2, 3];
const volume = [1, 3, 4, 3, 2];

const windows = [
  [[2, 2], [2, 2], "valid"],
  [[2, 2], [1, 1], "same"],
  [[3, 2], [1, 2], "same"],
  [[1, 3], [2, 1], "same"],
  [[3, 2], [1, 1], "valid"],
  [[3, 3], [2, 2], 1],
] as const;

/** Convolutions, pools, and other operations on images and volumes. */
export const images: ReadonlyArray<Operation> = [
  operation("conv2d, same", [image, filter], (x, w) => tf.conv2d(x, w, 1, "same")),
  operation("conv2d, valid", [image, filter], (x, w) => tf.conv2d(x, w, [1, 2], "valid")),
  operation(
    "conv2d, dilated",
    [image, [2, 2, 2, 1]],
    (x, w) => tf.conv2d(x, w, 1, "same", "NHWC", [2, 1]),
    constantly,
  ),
  operation("conv2d, strided", [image, [3, 3, 2, 1]], (x, w) => tf.conv2d(x, w, 2, 1)),
  operation("conv2d of 1 × 1", [image, [1, 1, 2, 3]], (x, w) => tf.conv2d(x, w, 1, "valid")),
  operation(
    "conv1d",
    [
      [2, 5, 2],
      [3, 2, 2],
    ],
    (x, w) => tf.conv1d(x, w, 1, "same"),
  ),
  operation(
    "conv2dTranspose",
    [
      [1, 2, 2, 2],
      [2, 2, 1, 2],
    ],
    (x, w) => tf.conv2dTranspose(x, w, [1, 4, 4, 1], 2, "same"),
  ),
  operation(
    "conv2dTranspose, valid",
    [
      [1, 2, 2, 2],
      [3, 2, 1, 2],
    ],
    (x, w) => tf.conv2dTranspose(x, w, [1, 4, 3, 1], 1, "valid"),
  ),
  operation("depthwiseConv2d", [image, [2, 2, 2, 2]], (x, w) =>
    tf.depthwiseConv2d(x, w, 1, "same"),
  ),
  operation("depthwiseConv2d, strided", [image, [3, 2, 2, 1]], (x, w) =>
    tf.depthwiseConv2d(x, w, 2, "valid"),
  ),
  operation("separableConv2d", [image, [2, 2, 2, 1], [1, 1, 2, 3]], (x, w, v) =>
    tf.separableConv2d(x, w, v, 1, "valid"),
  ),
  ...(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const).flatMap((activation) => [
    operation(`fused.conv2d with ${activation}`, [image, filter, [3]], (x, w, bias) =>
      tf.fused.conv2d({
        x,
        filter: w,
        strides: 1,
        pad: "same",
        bias,
        activation,
        leakyreluAlpha: 0.3,
      }),
    ),
    operation(
      `fused.depthwiseConv2d with ${activation}`,
      [image, [2, 2, 2, 1], [2]],
      (x, w, bias) =>
        tf.fused.depthwiseConv2d({
          x,
          filter: w,
          strides: 1,
          pad: "same",
          bias,
          activation,
          leakyreluAlpha: 0.3,
        }),
    ),
  ]),
  operation("conv3d", [volume, [2, 2, 2, 2, 1]], (x, w) => tf.conv3d(x, w, 1, "same")),
  operation("conv3d, strided", [volume, [2, 2, 1, 2, 2]], (x, w) =>
    tf.conv3d(x, w, [1, 2, 1], "valid"),
  ),
  operation(
    "conv3dTranspose",
    [
      [1, 2, 2, 2, 1],
      [2, 2, 2, 2, 1],
    ],
    (x, w) => tf.conv3dTranspose(x, w, [1, 4, 4, 4, 2], 2, "same"),
    constantly,
  ),
  ...windows.flatMap(([size, strides, pad]) => [
    operation(`maxPool ${size} ${strides} ${pad}`, [image], (x) =>
      tf.maxPool(x, [...size], [...strides], pad),
    ),
    operation(`avgPool ${size} ${strides} ${pad}`, [image], (x) =>
      tf.avgPool(x, [...size], [...strides], pad),
    ),
  ]),
  operation("pool, dilated", [image], (x) => tf.pool(x, [2, 2], "avg", "valid", [2, 1], [1, 1])),
  operation("maxPool3d", [volume], (x) => tf.maxPool3d(x, [2, 1, 2], 1, "same")),
  operation("maxPool3d of cubes", [volume], (x) => tf.maxPool3d(x, 2, 1, "same")),
  operation("avgPool3d", [volume], (x) => tf.avgPool3d(x, [2, 2, 2], [1, 2, 1], "same")),
  operation(
    "dilation2d",
    [
      [1, 4, 4, 2],
      [2, 2, 2],
    ],
    (x, w) => tf.dilation2d(x, w, 1, "valid"),
  ),
  operation("localResponseNormalization", [[1, 2, 2, 5]], (x) =>
    tf.localResponseNormalization(x, 1, 1, 0.5, 0.75),
  ),
  operation("resizeNearestNeighbor", [[2, 3, 2, 2]], (x) =>
    tf.image.resizeNearestNeighbor(x, [5, 3], false, true),
  ),
  operation("resizeNearestNeighbor, aligned", [[1, 3, 2, 2]], (x) =>
    tf.image.resizeNearestNeighbor(x, [4, 6], true),
  ),
  operation("resizeBilinear", [[2, 3, 3, 2]], (x) => tf.image.resizeBilinear(x, [5, 3])),
  operation("resizeBilinear, aligned", [[1, 3, 3, 2]], (x) =>
    tf.image.resizeBilinear(x, [5, 3], true),
  ),
  operation(
    "resizeBilinear, half pixels",
    [[1, 3, 2, 2]],
    (x) => tf.image.resizeBilinear(x, [5, 4], false, true),
    constantly,
  ),
  operation(
    "batchNorm",
    [[2, 3], [3], [3], [3], [3]],
    (x, mean, variance, offset, scale) => tf.batchNorm(x, mean, variance, offset, scale, 0.01),
    { range: [0.3, 2] },
  ),
];
