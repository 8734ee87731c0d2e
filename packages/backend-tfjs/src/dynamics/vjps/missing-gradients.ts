import {
  AvgPool,
  AvgPoolGrad,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  EluGrad,
  type GradConfig,
  getGradient,
  type NamedAttrMap,
  registerGradient,
  type Tensor,
  unregisterGradient,
} from "@tensorflow/tfjs-core";
import { multiply, negate, run, step, zeros } from "../../engine/kernels.js";

// Kernels that gradients of TensorFlow.js consist of, and that it registers no gradient of, so that what they compute could
// not be differentiated again. All are linear in the cotangent, and in the filter: their gradients are their like.

type Saved = readonly [Tensor, Tensor];

const configs: ReadonlyArray<GradConfig> = [
  {
    // dy where y ≥ 0, else dy (y + 1)
    kernelName: EluGrad,
    inputsToSave: ["dy", "y"],
    gradFunc: gradients((g, [dy, y]) => ({
      dy: () => run(EluGrad, { dy: g, y }),
      y: () => multiply(multiply(g, dy), step(negate(y))),
    })),
  },
  {
    // Of the input it uses the shape alone.
    kernelName: AvgPoolGrad,
    inputsToSave: ["dy", "input"],
    gradFunc: gradients((g, [, input], attrs) => ({
      dy: () => run(AvgPool, { x: g }, attrs),
      input: () => zeros(input.shape),
    })),
  },
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

function gradients(
  of: (g: Tensor, saved: Saved, attrs: NamedAttrMap) => Record<string, () => Tensor>,
): GradConfig["gradFunc"] {
  return (g, saved, attrs) => of(g as Tensor, saved as unknown as Saved, attrs);
}

const byName: ReadonlyMap<string, GradConfig> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ configs.map((config) => [config.kernelName, config]),
);

/** The gradient that is registered for a kernel, or else one of ours. */
export function gradientOf(kernelName: string): GradConfig | undefined {
  return getGradient(kernelName) ?? byName.get(kernelName);
}

/** Registers those that nobody has, for an engine that records by itself. The answer takes them away again. */
export function registerMissingGradients(): () => void {
  const missing = configs.filter(({ kernelName }) => getGradient(kernelName) == null);
  for (const config of missing) registerGradient(config);
  return () => {
    for (const { kernelName } of missing) unregisterGradient(kernelName);
  };
}
