import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";

/**
 * A cotangent that is 0 where a condition holds, or where it does not. Linear functions are applied to what is chosen, and
 * not to the zeros: they stay zeros even where a slope is infinite or no number. So the branch of a `select` that is not
 * taken cannot spoil the derivative, and nothing is multiplied by 0.
 */
interface Masked {
  readonly condition: NodeId;
  readonly value: NodeId;
  /** Whether the zeros are where the condition holds. */
  readonly zeroIfTrue: boolean;
}

/** `cotangent` where the condition holds (or does not), else 0. */
export function mask(
  b: GraphBuilder,
  condition: NodeId,
  cotangent: NodeId,
  zeroIfTrue = false,
): NodeId {
  const zero = b.constant(0);
  return zeroIfTrue ? b.select(condition, zero, cotangent) : b.select(condition, cotangent, zero);
}

/** A linear function, element by element, of a cotangent. */
export function linear(
  b: GraphBuilder,
  cotangent: NodeId,
  fn: (cotangent: NodeId) => NodeId,
): NodeId {
  const masked = readMask(b, cotangent);
  return masked === undefined
    ? fn(cotangent)
    : mask(b, masked.condition, linear(b, masked.value, fn), masked.zeroIfTrue);
}

/** cotangent · slope. */
export function scale(b: GraphBuilder, cotangent: NodeId, slope: NodeId): NodeId {
  return linear(b, cotangent, (g) => b.multiply(g, slope));
}

/** cotangent / divisor. */
export function over(b: GraphBuilder, cotangent: NodeId, divisor: NodeId): NodeId {
  return linear(b, cotangent, (g) => b.divide(g, divisor));
}

/** The sum of two cotangents of one value. */
export function sum(b: GraphBuilder, first: NodeId, second: NodeId): NodeId {
  const [left, right] = [readMask(b, first), readMask(b, second)];
  if (left === undefined || right === undefined || left.condition !== right.condition) {
    return b.add(first, second);
  }
  if (left.zeroIfTrue === right.zeroIfTrue) {
    return mask(b, left.condition, sum(b, left.value, right.value), left.zeroIfTrue);
  }
  const [ifTrue, ifFalse] = left.zeroIfTrue ? [right, left] : [left, right];
  return b.select(left.condition, ifTrue.value, ifFalse.value);
}

function readMask(b: GraphBuilder, cotangent: NodeId): Masked | undefined {
  const node = b.node(cotangent);
  if (node.kind !== "map" || node.fn !== "select") {
    return undefined;
  }
  const [condition, ifTrue, ifFalse] = node.inputs as [NodeId, NodeId, NodeId];
  if (isZero(b, ifFalse)) {
    return { condition, value: ifTrue, zeroIfTrue: false };
  }
  return isZero(b, ifTrue) ? { condition, value: ifFalse, zeroIfTrue: true } : undefined;
}

function isZero(b: GraphBuilder, id: NodeId): boolean {
  const node = b.node(id);
  return node.kind === "constant" && node.values.length === 1 && node.values[0] === 0;
}
