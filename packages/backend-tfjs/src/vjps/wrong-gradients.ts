import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  Cumsum,
  type GradConfig,
  MaxPool3D,
  MaxPool3DGrad,
  MirrorPad,
  type NamedAttrMap,
  ResizeNearestNeighbor,
  ResizeNearestNeighborGrad,
  Slice,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { run, transpose } from "../kernels/kernels.js";
import { averagePoolGradient } from "./average-pool-gradient.js";
import type { KernelVjp } from "./kernel-vjp.js";
import { maxPool3DGradient } from "./max-pool-3d-gradient.js";
import { mirrorPadGradient } from "./mirror-pad-gradient.js";
import { nearestNeighborGradient } from "./nearest-neighbor-gradient.js";

/** A wrong gradient registered by TensorFlow.js (4.22), and its replacement. */
export interface WrongGradient {
  /** What the wrong gradient computes. Any other gradient, such as a fixed or a user's one, is not replaced. */
  readonly wrong: KernelVjp;
  readonly right: GradConfig;
}

type Attrs = NamedAttrMap & {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
};

/** The reversed cumulative sum. TensorFlow.js permutes axes that are already in order. */
const cumulativeSum: WrongGradient = {
  wrong: {
    kernelName: Cumsum,
    needs: { x: [] },
    pull: (dy, _, { attrs }) => transpose(cumulativeSumOf(dy, attrs as Attrs), [1, 0]),
    probes: [
      {
        inputs: { x: [2, 3] },
        output: [2, 3],
        attrs: { axis: 0, exclusive: false, reverse: false },
      },
    ],
  },
  right: {
    kernelName: Cumsum,
    gradFunc: (dy, _, attrs) => ({ x: () => cumulativeSumOf(dy as Tensor, attrs as Attrs) }),
  },
};

function cumulativeSumOf(dy: Tensor, { axis, exclusive, reverse }: Attrs): Tensor {
  const positiveAxis = axis < 0 ? axis + dy.rank : axis;
  return run(Cumsum, { x: dy }, { axis: positiveAxis, exclusive, reverse: !reverse });
}

/** TensorFlow.js drops the cotangents of the mirrored parts. */
const mirrorPad: WrongGradient = {
  wrong: {
    kernelName: MirrorPad,
    needs: { x: [] },
    pull: (dy) => run(Slice, { x: dy }, { begin: [1, 0], size: [2, 3] }),
    probes: [
      {
        inputs: { x: [2, 3] },
        output: [4, 3],
        attrs: {
          mode: "reflect",
          paddings: [
            [1, 1],
            [0, 0],
          ],
        },
      },
    ],
  },
  right: { kernelName: MirrorPad, inputsToSave: ["x"], gradFunc: mirrorPadGradient },
};

/**
 * The mean covers only the part of the window inside the image. TensorFlow.js divides by the full window size at the
 * edges.
 */
function averagePool(
  kernelName: string,
  gradient: string,
  x: ReadonlyArray<number>,
  attrs: NamedAttrMap,
  passed: ReadonlyArray<string>,
): WrongGradient {
  return {
    wrong: {
      kernelName,
      needs: { x: [0] },
      pull: (dy, _, { saved }) =>
        run(
          gradient,
          { dy, input: saved[0] },
          Object.fromEntries(passed.map((name) => [name, attrs[name]])),
        ),
      probes: [{ inputs: { x }, output: x, attrs }],
    },
    right: {
      kernelName,
      inputsToSave: ["x"],
      gradFunc: averagePoolGradient(kernelName, gradient),
    },
  };
}

/** TensorFlow.js uses the kernel, which is wrong for windows with different height and width. */
const maxPool3D: WrongGradient = {
  wrong: {
    kernelName: MaxPool3D,
    needs: { x: [0, 1] },
    pull: (dy, _, { saved, attrs }) => {
      const { filterSize, strides, pad, dimRoundingMode } = attrs ?? {};
      const inputs = { dy, input: saved[0], output: saved[1] };
      return run(MaxPool3DGrad, inputs, { filterSize, strides, pad, dimRoundingMode });
    },
    probes: [
      {
        inputs: { x: [1, 3, 4, 3, 1] },
        output: [1, 3, 4, 3, 1],
        attrs: { filterSize: 3, strides: 1, pad: "same" },
      },
    ],
  },
  right: {
    kernelName: MaxPool3D,
    inputsToSave: ["x"],
    outputsToSave: [true],
    gradFunc: maxPool3DGradient,
  },
};

/** TensorFlow.js uses the kernel, which on cpu is wrong for batches. */
const resizeNearestNeighbor: WrongGradient = {
  wrong: {
    kernelName: ResizeNearestNeighbor,
    needs: { images: [0] },
    pull: (dy, _, { saved, attrs }) => {
      const inputs = { dy, images: saved[0] };
      return run(ResizeNearestNeighborGrad, inputs, attrs);
    },
    probes: [
      {
        inputs: { images: [2, 3, 2, 1] },
        output: [2, 6, 4, 1],
        attrs: { alignCorners: false, halfPixelCenters: false, size: [6, 4] },
      },
    ],
  },
  right: {
    kernelName: ResizeNearestNeighbor,
    inputsToSave: ["images"],
    gradFunc: nearestNeighborGradient,
  },
};

const same = { filterSize: 3, strides: 1, pad: "same" };

/** All known wrong gradients. The operation suite and the fuzzer found no others. */
export const wrongGradients: ReadonlyArray<WrongGradient> = [
  cumulativeSum,
  mirrorPad,
  maxPool3D,
  resizeNearestNeighbor,
  averagePool(AvgPool, AvgPoolGrad, [1, 4, 3, 1], same, ["filterSize", "strides", "pad"]),
  averagePool(AvgPool3D, AvgPool3DGrad, [1, 3, 4, 3, 1], same, [
    "filterSize",
    "strides",
    "pad",
    "dimRoundingMode",
  ]),
];
