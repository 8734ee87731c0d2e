import { convolutions } from "../trace/kernels/images/convolutions.js";
import { pools } from "../trace/kernels/images/pools.js";
import { responseNormalization } from "../trace/kernels/images/response-normalization.js";
import { sizes } from "../trace/kernels/images/sizes.js";
import { spaces } from "../trace/kernels/images/spaces.js";
import type { OperationSet } from "../trace/kernels/operation-set.js";

/**
 * Operations on sequences, images and volumes: convolutions, transposed and depthwise ones, pooling, dilation, resizing,
 * mirroring, local response normalization, blocks that become channels or batches; all with their derivatives.
 *
 * @example
 * const f = compiled((_t, y: tf.Tensor3D) => tf.tanh(tf.conv2d(y, filter, 1, "same")), { operations: [images] });
 */
export const images: OperationSet = {
  kernels: { ...convolutions, ...pools, ...responseNormalization, ...sizes, ...spaces },
};
