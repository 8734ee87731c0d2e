import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  EluGrad,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { multiply, negate, run, step, zeros } from "../kernels/kernels.js";

type Saved = readonly [Tensor, Tensor];

/**
 * Gradients of kernels that occur in TensorFlow.js gradients but have no registered gradient, so that they cannot be
 * differentiated again. All are linear in the cotangent and the filter.
 */
export const missingGradients: ReadonlyArray<GradConfig> = [
  {
    // dy where y ≥ 0, else dy (y + 1)
    kernelName: EluGrad,
    inputsToSave: ["dy", "y"],
    gradFunc: gradients((g, [dy, y]) => ({
      dy: () => run(EluGrad, { dy: g, y }),
      y: () => multiply(multiply(g, dy), step(negate(y))),
    })),
  },
  secondAveragePoolGradient(AvgPoolGrad, AvgPool),
  secondAveragePoolGradient(AvgPool3DGrad, AvgPool3D),
  {
    kernelName: Conv2DBackpropFilter,
    inputsToSave: ["x", "dy"],
    gradFunc: gradients((g, [x, dy], attrs) => ({
      x: () => run(Conv2DBackpropInput, { dy, filter: g }, { ...attrs, inputShape: x.shape }),
      dy: () => run(Conv2D, { x, filter: g }, { ...attrs, dilations: 1 }),
    })),
  },
  {
    kernelName: DepthwiseConv2dNativeBackpropInput,
    inputsToSave: ["dy", "filter"],
    gradFunc: gradients((g, [dy, filter], attrs) => ({
      dy: () => run(DepthwiseConv2dNative, { x: g, filter }, { ...attrs, dataFormat: "NHWC" }),
      filter: () =>
        run(
          DepthwiseConv2dNativeBackpropFilter,
          { x: g, dy },
          { ...attrs, filterShape: filter.shape },
        ),
    })),
  },
  {
    kernelName: DepthwiseConv2dNativeBackpropFilter,
    inputsToSave: ["x", "dy"],
    gradFunc: gradients((g, [x, dy], attrs) => ({
      x: () =>
        run(
          DepthwiseConv2dNativeBackpropInput,
          { dy, filter: g },
          { ...attrs, inputShape: x.shape },
        ),
      dy: () => run(DepthwiseConv2dNative, { x, filter: g }, { ...attrs, dataFormat: "NHWC" }),
    })),
  },
];

/** The gradient of a pool's gradient, which uses only the shape of the input. */
function secondAveragePoolGradient(kernelName: string, pool: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ["dy", "input"],
    gradFunc: gradients((g, [, input], attrs) => ({
      dy: () => run(pool, { x: g }, attrs),
      input: () => zeros(input.shape),
    })),
  };
}

function gradients(
  of: (g: Tensor, saved: Saved, attrs: NamedAttrMap) => Record<string, () => Tensor>,
): GradConfig["gradFunc"] {
  return (g, saved, attrs) => of(g as Tensor, saved as unknown as Saved, attrs);
}
