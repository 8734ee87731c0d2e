import type { GraphBuilder } from "../../../graph/builder/graph-builder.js";
import type { NodeId } from "../../../graph/graph.js";
import { transpose } from "../../../graph/operations/views.js";
import type { WindowGeometry } from "../../../graph/operations/windows.js";
import type { Shape } from "../../../graph/shapes.js";
import { activate } from "../../lowering/activations.js";
import { convolve, convolveBack, correlate } from "../../lowering/convolution.js";
import {
  convolveDepthwise,
  convolveDepthwiseBack,
  correlateDepthwise,
} from "../../lowering/depthwise-convolution.js";
import { convolutionGeometry } from "../../lowering/window-geometry.js";
import { unsupportedActivation } from "../../unsupported.js";
import { float, type Kernel, type KernelCall, type Kernels } from "../kernel.js";

type Numbers = ReadonlyArray<number>;
type Forward = typeof convolve;
type Back = (
  g: GraphBuilder,
  a: NodeId,
  b: NodeId,
  geometry: WindowGeometry,
  shape: Shape,
) => NodeId;

/** Channels last, whatever the kernel is told. */
function channelsLast({ g, attrs }: KernelCall, x: NodeId): NodeId {
  if (!isChannelsFirst(attrs)) return x;
  const rank = g.shape(x).length;
  return transpose(g, x, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]);
}

/** Back to what the kernel is told. */
function asTold({ g, attrs }: KernelCall, y: NodeId): NodeId {
  if (!isChannelsFirst(attrs)) return y;
  const rank = g.shape(y).length;
  return transpose(g, y, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]);
}

function isChannelsFirst({ dataFormat }: KernelCall["attrs"]): boolean {
  return dataFormat === "NCHW" || dataFormat === "NCDHW";
}

function forward(call: KernelCall, convolution: Forward): NodeId {
  const { g, input, attrs } = call;
  const x = channelsLast(call, input("x").node);
  const filter = input("filter").node;
  const geometry = convolutionGeometry(g.shape(x), g.shape(filter), attrs);
  return asTold(call, convolution(g, x, filter, geometry));
}

const plain =
  (convolution: Forward): Kernel =>
  (call) =>
    float(forward(call, convolution));

/** With bias and activation: of one axis, they belong to channels. */
const fused =
  (name: string, convolution: Forward): Kernel =>
  (call) => {
    const { g, inputs, attrs } = call;
    const perChannel = (key: string): NodeId | undefined => {
      const x = inputs[key]?.node;
      if (x === undefined || !isChannelsFirst(attrs) || g.shape(x).length !== 1) return x;
      return g.reshape(x, [...g.shape(x), 1, 1]);
    };
    const y = forward(call, convolution);
    const bias = perChannel("bias");
    const sum = bias === undefined ? y : g.add(y, bias);
    const slopes = perChannel("preluActivationWeights");
    const activated = activate(g, sum, { ...attrs, slopes });
    return float(activated ?? unsupportedActivation(name, attrs.activation));
  };

/** For the input of the convolution. */
const backInput =
  (transposed: Back): Kernel =>
  (call) => {
    const { g, input, attrs } = call;
    const told = attrs.inputShape as Numbers;
    const shape = isChannelsFirst(attrs) ? [told[0], ...told.slice(2), told[1]] : told;
    const filter = input("filter").node;
    const geometry = convolutionGeometry(shape as Numbers, g.shape(filter), attrs);
    const dy = channelsLast(call, input("dy").node);
    return float(asTold(call, transposed(g, dy, filter, geometry, shape as Numbers)));
  };

/** For its filter. */
const backFilter =
  (transposed: Back): Kernel =>
  (call) => {
    const { g, input, attrs } = call;
    const shape = attrs.filterShape as Numbers;
    const [x, dy] = [channelsLast(call, input("x").node), channelsLast(call, input("dy").node)];
    const geometry = convolutionGeometry(g.shape(x), shape, attrs);
    return float(transposed(g, x, dy, geometry, shape));
  };

/** Convolutions of images and volumes, and their derivatives. */
export const convolutions: Kernels = {
  Conv2D: plain(convolve),
  Conv2DBackpropFilter: backFilter(correlate),
  Conv2DBackpropInput: backInput(convolveBack),
  Conv3D: plain(convolve),
  Conv3DBackpropFilterV2: backFilter(correlate),
  Conv3DBackpropInputV2: backInput(convolveBack),
  DepthwiseConv2dNative: plain(convolveDepthwise),
  DepthwiseConv2dNativeBackpropFilter: backFilter(correlateDepthwise),
  DepthwiseConv2dNativeBackpropInput: backInput(convolveDepthwiseBack),
  FusedConv2D: fused("FusedConv2D", convolve),
  FusedDepthwiseConv2D: fused("FusedDepthwiseConv2D", convolveDepthwise),
};
