import type { GraphBuilder } from "../../../graph/builder/graph-builder.js";
import type { NodeId } from "../../../graph/graph.js";
import { range } from "../../lowering/rearrange.js";
import { float, type KernelCall, type Kernels, type Traced } from "../kernel.js";

interface ResponseAttrs {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/** Σ x over the channels at most `depthRadius` away: a product with a band matrix. */
function sumNeighbours(g: GraphBuilder, x: NodeId, radius: number): NodeId {
  const shape = g.shape(x);
  const channels = shape.at(-1) as number;
  const band = range(channels).flatMap((i) =>
    range(channels).map((j) => (Math.abs(i - j) <= radius ? 1 : 0)),
  );
  const rows = g.reshape(x, [1, shape.slice(0, -1).reduce((n, m) => n * m, 1), channels]);
  return g.reshape(g.matMul(rows, g.constant(band, [1, channels, channels])), shape);
}

/** bias + alpha Σ x². */
function responseNorm(g: GraphBuilder, x: NodeId, { depthRadius, bias, alpha }: ResponseAttrs) {
  const sum = sumNeighbours(g, g.square(x), depthRadius);
  return g.add(g.constant(bias), g.multiply(g.constant(alpha), sum));
}

function normalizeResponse({ g, input, attrs }: KernelCall): Traced {
  const x = input("x").node;
  const options = attrs as unknown as ResponseAttrs;
  const norm = responseNorm(g, x, options);
  return float(g.multiply(x, g.power(norm, g.constant(-options.beta))));
}

function normalizeResponseBack({ g, input, attrs }: KernelCall): Traced {
  const [x, y, dy] = [input("x").node, input("y").node, input("dy").node];
  const options = attrs as unknown as ResponseAttrs;
  const norm = responseNorm(g, x, options);
  const direct = g.multiply(dy, g.power(norm, g.constant(-options.beta)));
  const others = sumNeighbours(g, g.divide(g.multiply(dy, y), norm), options.depthRadius);
  const factor = g.constant(-2 * options.alpha * options.beta);
  return float(g.add(direct, g.multiply(factor, g.multiply(x, others))));
}

/** Local response normalization, and its derivative. */
export const responseNormalization: Kernels = {
  LRN: normalizeResponse,
  LRNGrad: normalizeResponseBack,
};
