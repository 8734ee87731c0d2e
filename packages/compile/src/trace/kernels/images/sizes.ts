import { reverse } from "../../../graph/operations/views.js";
import {
  type ResizeOptions,
  resizeBilinear,
  resizeBilinearBack,
  resizeNearest,
  resizeNearestBack,
} from "../../lowering/resize.js";
import { float, type Kernel, type Kernels } from "../kernel.js";

const resize =
  (of: typeof resizeNearest): Kernel =>
  ({ g, input, attrs }) => {
    const { node: x } = input("images");
    return float(of(g, x, attrs.size as [number, number], attrs as unknown as ResizeOptions));
  };

const resizeBack =
  (of: typeof resizeNearestBack): Kernel =>
  ({ g, input, attrs }) => {
    const shape = g.shape(input("images").node);
    return float(of(g, input("dy").node, shape, attrs as unknown as ResizeOptions));
  };

/** Images of other sizes, and mirrored ones. */
export const sizes: Kernels = {
  FlipLeftRight: ({ g, input }) => float(reverse(g, input("image").node, [2])),
  ResizeBilinear: resize(resizeBilinear),
  ResizeBilinearGrad: resizeBack(resizeBilinearBack),
  ResizeNearestNeighbor: resize(resizeNearest),
  ResizeNearestNeighborGrad: resizeBack(resizeNearestBack),
};
