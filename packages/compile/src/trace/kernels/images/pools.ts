import { reduce } from "../../../graph/operations/along-axes.js";
import { foldWindows } from "../../../graph/operations/windows.js";
import {
  averagePool,
  averagePoolBack,
  isLargest,
  maxPool,
  maxPoolBack,
  selected,
  spread,
  windowRows,
} from "../../lowering/pools.js";
import { convolutionGeometry, poolGeometry } from "../../lowering/window-geometry.js";
import { unsupportedCase } from "../../unsupported.js";
import { float, type Kernel, type KernelCall, type Kernels } from "../kernel.js";

function requireChannelsLast(name: string, { attrs }: KernelCall): void {
  if (attrs.dataFormat === "NCDHW") throw unsupportedCase(name, "with channels first");
}

const pool =
  (name: string, of: typeof maxPool): Kernel =>
  (call) => {
    requireChannelsLast(name, call);
    const { g, input, attrs } = call;
    const { node: x, dtype } = input("x");
    return { node: of(g, x, poolGeometry(g.shape(x), attrs)), dtype };
  };

const averageBack: Kernel = ({ g, input, attrs }) => {
  const shape = g.shape(input("input").node);
  return float(averagePoolBack(g, input("dy").node, poolGeometry(shape, attrs), shape));
};

const maxBack: Kernel = ({ g, input, attrs }) => {
  const x = input("input").node;
  return float(maxPoolBack(g, input("dy").node, x, poolGeometry(g.shape(x), attrs)));
};

/** A maximum over windows to which a filter [height, width, channels] is added first. */
function dilation({ g, input, attrs }: KernelCall) {
  const [x, filter] = [input("x").node, input("filter").node];
  const [height, width, channels] = g.shape(filter) as [number, number, number];
  const geometry = convolutionGeometry(g.shape(x), [height, width, channels, 1], attrs);
  const rows = windowRows(g, x, geometry, Number.NEGATIVE_INFINITY);
  const sums = g.add(rows, g.reshape(filter, [height * width, channels]));
  const shape = [g.shape(x)[0] as number, ...geometry.count, channels];
  return { x, filter, geometry, sums, marks: isLargest(g, sums, x), shape };
}

/** Pools of images and volumes, and their derivatives. */
export const pools: Kernels = {
  AvgPool: pool("AvgPool", averagePool),
  AvgPool3D: pool("AvgPool3D", averagePool),
  AvgPool3DGrad: averageBack,
  AvgPoolGrad: averageBack,
  MaxPool: pool("MaxPool", maxPool),
  MaxPool3D: pool("MaxPool3D", maxPool),
  MaxPool3DGrad: maxBack,
  MaxPoolGrad: maxBack,
  Dilation2D: (call) => {
    const { sums, marks, shape } = dilation(call);
    return float(call.g.reshape(selected(call.g, sums, marks), shape));
  },
  Dilation2DBackpropInput: (call) => {
    const { g, input } = call;
    const { x, geometry, marks } = dilation(call);
    return float(foldWindows(g, spread(g, input("dy").node, marks), geometry, g.shape(x)));
  },
  Dilation2DBackpropFilter: (call) => {
    const { g, input } = call;
    const { filter, marks } = dilation(call);
    const sums = reduce(g, "sum", spread(g, input("dy").node, marks), { axes: [0] });
    return float(g.reshape(sums, g.shape(filter)));
  },
};
