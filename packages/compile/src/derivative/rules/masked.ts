import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import { broadcastSource } from "../../graph/builder/strided-view.js";
import type { NodeId } from "../../graph/graph.js";
import { sumTo } from "../../graph/operations/along-axes.js";
import { sameNumbers } from "../../graph/same-numbers.js";
import { broadcastShapes, type Shape, sizeOf } from "../../graph/shapes.js";

/**
 * A cotangent that is 0 where a condition holds, or where it does not. Linear functions are applied to what is chosen, and
 * not to the zeros: they stay zeros even where a slope is infinite or no number. So the branch of a `select` that is not
 * taken cannot spoil the derivative, and nothing is multiplied by 0.
 */
interface Masked {
  /** Of a shape that can be broadcast to the cotangent's, as is that of the value. */
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
  if (masked === undefined) {
    return fn(cotangent);
  }
  const chosen = mask(b, masked.condition, linear(b, masked.value, fn), masked.zeroIfTrue);
  const shape = broadcastShapes([b.shape(cotangent), b.shape(chosen)]);
  return b.broadcastTo(chosen, shape ?? b.shape(cotangent));
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
  const { condition, zeroIfTrue } = left;
  const [ifTrue, ifFalse] = zeroIfTrue ? [right, left] : [left, right];
  const both =
    zeroIfTrue === right.zeroIfTrue
      ? mask(b, condition, b.add(left.value, right.value), zeroIfTrue)
      : b.select(condition, ifTrue.value, ifFalse.value);
  return b.broadcastTo(both, b.shape(first));
}

/** The sum of a cotangent over the axes along which a value of this shape was broadcast. */
export function sumOver(b: GraphBuilder, cotangent: NodeId, shape: Shape): NodeId {
  const whole = b.shape(cotangent);
  const masked = readMask(b, cotangent);
  if (masked === undefined || sameNumbers(whole, shape)) {
    return sumTo(b, cotangent, shape);
  }
  // A condition that does not vary along these axes stays in front of the sum.
  const { condition, value, zeroIfTrue } = masked;
  const own = b.shape(condition).slice(Math.max(0, b.shape(condition).length - shape.length));
  const fits = sizeOf(own) === sizeOf(b.shape(condition)) && broadcastShapes([own, shape]);
  if (!fits || !sameNumbers(fits, shape)) {
    return sumTo(b, cotangent, shape);
  }
  const chosen = sumOver(b, b.broadcastTo(value, whole), shape);
  return mask(b, b.reshape(condition, own), chosen, zeroIfTrue);
}

function readMask(b: GraphBuilder, cotangent: NodeId): Masked | undefined {
  const node = b.node(broadcastSource(b, cotangent) ?? cotangent);
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
