import type { CumulativeNode, NodeId, ReduceNode } from "../graph.js";
import type { Shape } from "../shapes.js";
import type { GraphBuilder } from "./graph-builder.js";
import { shapeError } from "./shape-error.js";
import { broadcastSource } from "./strided-view.js";

/** [outer, n, inner] → [outer, inner]. */
export function reduceNode(
  builder: GraphBuilder,
  fn: ReduceNode["fn"],
  x: NodeId,
): ReduceNode | NodeId {
  const [outer, n, inner] = threeAxes(builder, fn, x);
  const shape = [outer, inner];
  const isIndex = fn === "argMax" || fn === "argMin";
  if (n === 1 || (n === 0 && !isIndex)) {
    return n === 1 && !isIndex
      ? builder.reshape(x, shape)
      : builder.constant(isIndex ? 0 : EMPTY[fn], shape);
  }
  if (n === 0) {
    throw shapeError(fn, [builder.shape(x)], "have no element to choose");
  }
  const source = fn === "product" ? undefined : broadcastSource(builder, x);
  if (source === undefined || builder.shape(source).length === 0) {
    return { kind: "reduce", fn, inputs: [x], shape };
  }
  const repeats = builder.shape(source)[1] === 1;
  if (fn === "sum" && repeats) {
    const once = builder.reduce("sum", source);
    return builder.broadcastTo(builder.multiply(once, builder.constant(n)), shape);
  }
  // The largest of repeated values stays: all of them count in its derivative, as in TensorFlow.js.
  return repeats
    ? { kind: "reduce", fn, inputs: [x], shape }
    : builder.broadcastTo(builder.reduce(fn, source), shape);
}

/** The value of a reduction of nothing. */
const EMPTY = {
  sum: 0,
  product: 1,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
} as const;

/** Along the middle axis of [outer, n, inner]. */
export function cumulativeNode(
  builder: GraphBuilder,
  fn: CumulativeNode["fn"],
  x: NodeId,
  { exclusive, reverse }: Pick<CumulativeNode, "exclusive" | "reverse">,
): CumulativeNode | NodeId {
  const shape = threeAxes(builder, `cumulative ${fn}`, x);
  if (shape[1] === 1) {
    return exclusive ? builder.constant(EMPTY[fn], shape) : x;
  }
  return { kind: "cumulative", fn, inputs: [x], exclusive, reverse, shape };
}

function threeAxes(builder: GraphBuilder, operation: string, x: NodeId) {
  const shape: Shape = builder.shape(x);
  if (shape.length !== 3) {
    throw shapeError(operation, [shape], "must have three axes");
  }
  return shape as readonly [number, number, number];
}
