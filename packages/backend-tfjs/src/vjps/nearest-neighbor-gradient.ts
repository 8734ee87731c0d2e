import {
  type GradFunc,
  type NamedAttrMap,
  ResizeNearestNeighborGrad,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { reshape, run, transpose } from "../kernels/kernels.js";

/**
 * The transpose of resizing by the nearest neighbour, of one image whose channels are those of all images: the kernel of
 * cpu takes the cotangents of another image where there are several.
 */
export const nearestNeighborGradient: GradFunc = (cotangent, [x], attrs) => ({
  images: () => {
    const [dy, images] = [cotangent as Tensor, x as Tensor];
    const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
    if (batch === 1) return gradient(dy, images, attrs);
    const dx = gradient(side(dy), side(images), attrs);
    const apart = reshape(dx, [height, width, batch, channels]);
    return transpose(apart, [2, 0, 1, 3]);
  },
});

function gradient(dy: Tensor, images: Tensor, attrs: NamedAttrMap): Tensor {
  return run(ResizeNearestNeighborGrad, { dy, images }, attrs);
}

/** All images as channels of one. */
function side(images: Tensor): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
  return reshape(transpose(images, [1, 2, 0, 3]), [1, height, width, batch * channels]);
}
