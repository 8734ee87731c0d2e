import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import { unaryFunctions as scalarFunctions } from "../../graph/functions/scalar-functions.js";
import type { NodeId, UnaryName } from "../../graph/graph.js";
import {
  boolean,
  float,
  type Kernel,
  type KernelCall,
  type Kernels,
  type Traced,
} from "./kernel.js";
import { stored } from "./stored.js";

/** A function of one number that keeps the type: of integers, the result is truncated as it is when it is stored. */
function unary(fn: UnaryName): Kernel {
  return ({ g, input }) => {
    const x = input("x");
    return { node: stored(g, g.map(fn, x.node), x), dtype: x.dtype };
  };
}

/** A question about one number. */
function predicate(of: (g: GraphBuilder, x: NodeId) => NodeId): Kernel {
  return ({ g, input }) => boolean(of(g, input("x").node));
}

/** At the limits, as TensorFlow.js differentiates it, the derivative is 1. */
function clip({ g, input, attrs }: KernelCall): Traced {
  const { node: x, dtype } = input("x");
  const [low, high] = [attrs.clipValueMin, attrs.clipValueMax].map((limit) =>
    g.constant(limit as number),
  ) as [NodeId, NodeId];
  const raised = g.select(g.less(x, low), low, x);
  return { node: g.select(g.greater(x, high), high, raised), dtype };
}

const {
  isNaN: _isNaN,
  negate: _negate,
  not: _not,
  step: _step,
  truncate: _truncate,
  ...named
} = scalarFunctions;

/** The kernels of these functions have their names, with a capital. */
const likeNamed = Object.fromEntries(
  Object.keys(named).map((fn) => [
    `${fn.charAt(0).toUpperCase()}${fn.slice(1)}`,
    unary(fn as UnaryName),
  ]),
) as Kernels;

/** Functions of one number, element by element. */
export const unaryFunctions: Kernels = {
  ...likeNamed,
  ClipByValue: clip,
  Exp: ({ g, input }) => float(g.exp(input("x").node)),
  IsFinite: predicate((g, x) => g.isFinite(x)),
  IsInf: predicate((g, x) => g.not(g.or(g.isFinite(x), g.isNaN(x)))),
  IsNan: predicate((g, x) => g.isNaN(x)),
  LogicalNot: predicate((g, x) => g.not(x)),
  Neg: unary("negate"),
};
