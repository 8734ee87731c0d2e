import {
  type GradFunc,
  type NamedAttrMap,
  ResizeNearestNeighborGrad,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { reshape, run, transpose } from "../kernels/kernels.js";

/**
 * The transpose of nearest-neighbour resizing, applied to one image with the channels of all images: for batches, the
 * kernel of cpu uses the cotangents of the wrong image.
 */
export const nearestNeighborGradient: GradFunc = (cotangent, [x], attrs) => ({
  images: () => {
    const [dy, images] = [cotangent as Tensor, x as Tensor];
    const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
    if (batch === 1) return gradient(dy, images, attrs);
    const dx = gradient(batchAsChannels(dy), batchAsChannels(images), attrs);
    const split = reshape(dx, [height, width, batch, channels]);
    return transpose(split, [2, 0, 1, 3]);
  },
});

function gradient(dy: Tensor, images: Tensor, attrs: NamedAttrMap): Tensor {
  return run(ResizeNearestNeighborGrad, { dy, images }, attrs);
}

/** Moves the batch axis into the channels. */
function batchAsChannels(images: Tensor): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
  return reshape(transpose(images, [1, 2, 0, 3]), [1, height, width, batch * channels]);
}
