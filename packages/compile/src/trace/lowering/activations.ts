import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";

// Values and derivatives at kinks are those of TensorFlow.js: which side of a select is taken there matters.

/** max(0, x), at most 6. */
export function relu6(g: GraphBuilder, x: NodeId): NodeId {
  const six = g.constant(6);
  return g.select(g.greater(x, six), six, g.relu(x));
}

/** x where it is positive, else slope · x. */
export function leakyRelu(g: GraphBuilder, x: NodeId, slope: NodeId): NodeId {
  return g.select(g.greater(x, g.constant(0)), x, g.multiply(slope, x));
}

/** What fused kernels apply to their result. */
export interface FusedActivation {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
  /** The slopes of "prelu". */
  readonly slopes: NodeId | undefined;
}

/** The activation of a fused kernel; undefined if there is none of this name. */
export function activate(
  g: GraphBuilder,
  x: NodeId,
  { activation = "linear", leakyreluAlpha = 0.2, slopes }: FusedActivation,
): NodeId | undefined {
  switch (activation) {
    case "linear":
      return x;
    case "elu":
    case "relu":
    case "sigmoid":
      return g.map(activation, x);
    case "relu6":
      return relu6(g, x);
    case "leakyrelu":
      return leakyRelu(g, x, g.constant(leakyreluAlpha));
    case "prelu":
      return slopes === undefined ? undefined : leakyRelu(g, x, slopes);
    default:
      return undefined;
  }
}
