import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import { uniformValue } from "../../graph/builder/simplify-gather.js";
import type { BinaryName, NodeId } from "../../graph/graph.js";
import { linear, mask, over, scale } from "./masked.js";

/** A function of two numbers with its result y, and the cotangent g of that. */
export interface BinaryPoint {
  readonly g: NodeId;
  readonly a: NodeId;
  readonly c: NodeId;
  readonly y: NodeId;
}

/** The cotangent of one operand, before it is summed to the shape of that. */
export type BinaryRule = (b: GraphBuilder, point: BinaryPoint) => NodeId;

/** The rules for both operands; undefined for functions that are constant piece by piece. */
export type BinaryRules = readonly [BinaryRule, BinaryRule] | undefined;

/** The operands are a and c. At ties, max and min give everything to the first operand, as TensorFlow.js does. */
export const binaryRules: Readonly<Record<BinaryName, BinaryRules>> = Object.freeze({
  add: [(_, { g }) => g, (_, { g }) => g],
  and: undefined,
  atan2: [
    (b, { g, a, c }) => scale(b, g, b.divide(c, squares(b, a, c))),
    (b, { g, a, c }) => opposite(b, scale(b, g, b.divide(a, squares(b, a, c)))),
  ],
  divide: [
    (b, { g, c }) => over(b, g, c),
    (b, { g, c, y }) =>
      opposite(
        b,
        linear(b, g, (part) => b.divide(b.multiply(part, y), c)),
      ),
  ],
  equal: undefined,
  floorDivide: undefined,
  floorMod: [
    (_, { g }) => g,
    (b, { g, a, c }) => opposite(b, scale(b, g, b.floor(b.divide(a, c)))),
  ],
  greater: undefined,
  greaterEqual: undefined,
  less: undefined,
  lessEqual: undefined,
  max: [
    (b, { g, a, c }) => mask(b, b.greaterEqual(a, c), g),
    (b, { g, a, c }) => mask(b, b.less(a, c), g),
  ],
  min: [
    (b, { g, a, c }) => mask(b, b.lessEqual(a, c), g),
    (b, { g, a, c }) => mask(b, b.greater(a, c), g),
  ],
  multiply: [(b, { g, c }) => scale(b, g, c), (b, { g, a }) => scale(b, g, a)],
  notEqual: undefined,
  or: undefined,
  power: [powerBase, powerExponent],
  subtract: [(_, { g }) => g, (b, { g }) => opposite(b, g)],
});

function opposite(b: GraphBuilder, g: NodeId): NodeId {
  return linear(b, g, b.negate);
}

function squares(b: GraphBuilder, a: NodeId, c: NodeId): NodeId {
  return b.add(b.square(a), b.square(c));
}

/** c · a^(c − 1), which is 0 for c = 0 even if a is 0. */
function powerBase(b: GraphBuilder, { g, a, c }: BinaryPoint): NodeId {
  const lower = b.power(a, b.subtract(c, b.constant(1)));
  const slope = b.multiply(c, lower);
  return uniformValue(b.node(c)) === undefined
    ? mask(b, c, scale(b, g, slope))
    : scale(b, g, slope);
}

/** a^c · log(a) where a is positive, else 0. */
function powerExponent(b: GraphBuilder, { g, a, y }: BinaryPoint): NodeId {
  const positive = b.step(a);
  const slope = b.multiply(y, b.log(b.select(positive, a, b.constant(1))));
  return mask(b, positive, scale(b, g, slope));
}
