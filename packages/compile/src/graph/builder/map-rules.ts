import type { MapName, NodeId } from "../graph.js";
import type { GraphBuilder } from "./graph-builder.js";
import { joinGathers } from "./join-gathers.js";
import { argument, isBoolean, type MapOperand, pair } from "./map-operand.js";
import { uniformValue } from "./simplify-gather.js";

// No rule changes a derivative, at kinks neither: |−x| is not |x|, whose derivative at 0 TensorFlow.js chooses to be −1.

/** A node equal to a map of up to three operands; undefined if there is none. */
export type MapRule = (
  b: GraphBuilder,
  x: MapOperand,
  y: MapOperand,
  z: MapOperand,
) => NodeId | undefined;

/** f(−x) = f(x). */
const even =
  (fn: "cos" | "cosh" | "square"): MapRule =>
  (b, x) => {
    const inner = argument(x, "negate");
    return inner === undefined ? undefined : b[fn](inner);
  };

const idempotent =
  (fn: MapName): MapRule =>
  (_, x) =>
    argument(x, fn) === undefined ? undefined : x.id;

/** For each function the algebra that it obeys. */
export const mapRules: Readonly<Partial<Record<MapName, MapRule>>> = {
  add: (b, x, y) => {
    const [left, right] = [argument(x, "negate"), argument(y, "negate")];
    if (x.value === 0 || y.value === 0) {
      return x.value === 0 ? y.id : x.id;
    }
    if (right !== undefined) {
      return b.subtract(x.id, right);
    }
    return left === undefined ? joinGathers(b, x.node, y.node) : b.subtract(y.id, left);
  },
  subtract: (b, x, y) => {
    const right = argument(y, "negate");
    if (y.value === 0 || x.value === 0) {
      return y.value === 0 ? x.id : b.negate(y.id);
    }
    return right === undefined ? undefined : b.add(x.id, right);
  },
  multiply: (b, x, y) => {
    if (x.value !== undefined) {
      return scale(b, y, x.value);
    }
    if (y.value !== undefined) {
      return scale(b, x, y.value);
    }
    if (x.id === y.id) {
      return b.square(x.id);
    }
    const [left, right] = [argument(x, "negate"), argument(y, "negate")];
    if (left === undefined && right === undefined) {
      return undefined;
    }
    const product = b.multiply(left ?? x.id, right ?? y.id);
    return left === undefined || right === undefined ? b.negate(product) : product;
  },
  divide: (b, x, y) => {
    if (y.value !== undefined && isPowerOfTwo(y.value)) {
      return b.multiply(x.id, b.constant(1 / y.value));
    }
    const left = argument(x, "negate");
    if (left !== undefined) {
      return b.negate(b.divide(left, y.id));
    }
    return x.value === 1 ? b.reciprocal(y.id) : undefined;
  },
  power: (b, x, y) => {
    switch (y.value) {
      case 0:
        return b.constant(1, b.shape(x.id));
      case 1:
        return x.id;
      case 2:
        return b.square(x.id);
      case 3:
        return b.multiply(b.square(x.id), x.id);
      case -1:
        return b.reciprocal(x.id);
      case 0.5:
        return b.sqrt(x.id);
      default:
        return undefined;
    }
  },
  negate: (b, x) => {
    const [left, right] = pair(x, "subtract") ?? [];
    return left !== undefined && right !== undefined
      ? b.subtract(right, left)
      : argument(x, "negate");
  },
  square: even("square"),
  cos: even("cos"),
  cosh: even("cosh"),
  relu: idempotent("relu"),
  floor: idempotent("floor"),
  not: (b, x) => {
    const inner = argument(x, "not");
    return inner !== undefined && isBoolean({ ...x, node: b.node(inner) }) ? inner : undefined;
  },
  notEqual: (_, x, y) => {
    const [other, zero] = x.value === 0 ? [y, x] : [x, y];
    return zero.value === 0 && isBoolean(other) ? other.id : undefined;
  },
  select: (b, condition, x, y) => {
    if (condition.value !== undefined) {
      return condition.value === 0 ? y.id : x.id;
    }
    const opposite = argument(condition, "not");
    if (opposite !== undefined) {
      return b.select(opposite, y.id, x.id);
    }
    return x.id === y.id ? x.id : undefined;
  },
};

/** factor · x. */
function scale(b: GraphBuilder, x: MapOperand, factor: number): NodeId | undefined {
  const opposite = argument(x, "negate");
  if (factor === 1) {
    return x.id;
  }
  if (factor === -1) {
    return b.negate(x.id);
  }
  if (opposite !== undefined) {
    return b.multiply(opposite, b.constant(-factor));
  }
  const [left, right] = pair(x, "multiply") ?? [];
  if (left === undefined || right === undefined) {
    return undefined;
  }
  const values = [left, right].map((id) => uniformValue(b.node(id)));
  const at = values.findIndex((value) => value !== undefined);
  return at < 0
    ? undefined
    : b.multiply(at === 0 ? right : left, b.constant(factor * (values[at] as number)));
}

function isPowerOfTwo(x: number): boolean {
  return x !== 0 && Number.isInteger(Math.log2(Math.abs(x)));
}
