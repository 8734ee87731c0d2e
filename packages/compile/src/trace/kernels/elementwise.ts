import {
  Abs,
  Acos,
  Acosh,
  Add,
  AddN,
  Asin,
  Asinh,
  Atan,
  Atan2,
  Atanh,
  Ceil,
  ClipByValue,
  Cos,
  Cosh,
  Equal,
  Erf,
  Exp,
  Expm1,
  Floor,
  FloorDiv,
  Greater,
  GreaterEqual,
  IsFinite,
  IsInf,
  IsNan,
  Less,
  LessEqual,
  Log,
  Log1p,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  LogicalXor,
  Maximum,
  Minimum,
  Mod,
  Multiply,
  Neg,
  NotEqual,
  Pow,
  RealDiv,
  Reciprocal,
  Round,
  Rsqrt,
  Select,
  Sign,
  Sin,
  Sinh,
  Sqrt,
  Square,
  SquaredDifference,
  Sub,
  Tan,
  upcastType,
} from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { BinaryName, NodeId, UnaryName } from "../../graph/graph.js";
import {
  boolean,
  float,
  integer,
  type Kernel,
  type KernelCall,
  type Kernels,
  type Traced,
} from "./kernel.js";

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

type BinaryRule = (g: GraphBuilder, a: NodeId, b: NodeId) => NodeId;

/** A function of two numbers, with broadcasting. */
function binary(rule: BinaryRule): Kernel {
  return ({ g, input }) => {
    const [a, b] = [input("a"), input("b")];
    const dtype = upcastType(a.dtype, b.dtype);
    return { node: stored(g, rule(g, a.node, b.node), { dtype }), dtype };
  };
}

/** A question about two numbers. */
function comparison(fn: BinaryName): Kernel {
  return ({ g, input }) => boolean(g.map(fn, input("a").node, input("b").node));
}

const mapped =
  (fn: BinaryName): BinaryRule =>
  (g, a, b) =>
    g.map(fn, a, b);

/** An array of integers drops fractions when it is written. */
function stored(g: GraphBuilder, node: NodeId, { dtype }: Pick<Traced, "dtype">): NodeId {
  return dtype === "int32" ? g.truncate(node) : node;
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

function select({ g, input }: KernelCall): Traced {
  const [condition, t, e] = [input("condition"), input("t"), input("e")];
  return { node: g.select(condition.node, t.node, e.node), dtype: upcastType(t.dtype, e.dtype) };
}

function addAll({ g, list }: KernelCall): Traced {
  const dtype = list.reduce((type, x) => upcastType(type, x.dtype), list[0]?.dtype ?? "float32");
  return { node: list.map(({ node }) => node).reduce((sum, x) => g.add(sum, x)), dtype };
}

/** Functions of numbers, element by element. */
export const elementwise: Kernels = {
  [Abs]: unary("abs"),
  [Acos]: unary("acos"),
  [Acosh]: unary("acosh"),
  [Asin]: unary("asin"),
  [Asinh]: unary("asinh"),
  [Atan]: unary("atan"),
  [Atanh]: unary("atanh"),
  [Ceil]: unary("ceil"),
  [Cos]: unary("cos"),
  [Cosh]: unary("cosh"),
  [Erf]: unary("erf"),
  [Exp]: ({ g, input }) => float(g.exp(input("x").node)),
  [Expm1]: unary("expm1"),
  [Floor]: unary("floor"),
  [Log]: unary("log"),
  [Log1p]: unary("log1p"),
  [Neg]: unary("negate"),
  [Reciprocal]: unary("reciprocal"),
  [Round]: unary("round"),
  [Rsqrt]: unary("rsqrt"),
  [Sign]: unary("sign"),
  [Sin]: unary("sin"),
  [Sinh]: unary("sinh"),
  [Sqrt]: unary("sqrt"),
  [Square]: unary("square"),
  [Tan]: unary("tan"),
  [IsFinite]: predicate((g, x) => g.isFinite(x)),
  [IsInf]: predicate((g, x) => g.not(g.or(g.isFinite(x), g.isNaN(x)))),
  [IsNan]: predicate((g, x) => g.isNaN(x)),
  [LogicalNot]: predicate((g, x) => g.not(x)),
  [Add]: binary(mapped("add")),
  [Atan2]: binary(mapped("atan2")),
  [FloorDiv]: ({ g, input }) => integer(g.floorDivide(input("a").node, input("b").node)),
  [Maximum]: binary(mapped("max")),
  [Minimum]: binary(mapped("min")),
  [Mod]: binary(mapped("floorMod")),
  [Multiply]: binary(mapped("multiply")),
  [Pow]: binary(mapped("power")),
  [RealDiv]: binary(mapped("divide")),
  [SquaredDifference]: binary((g, a, b) => g.square(g.subtract(a, b))),
  [Sub]: binary(mapped("subtract")),
  [Equal]: comparison("equal"),
  [Greater]: comparison("greater"),
  [GreaterEqual]: comparison("greaterEqual"),
  [Less]: comparison("less"),
  [LessEqual]: comparison("lessEqual"),
  [LogicalAnd]: comparison("and"),
  [LogicalOr]: comparison("or"),
  [LogicalXor]: comparison("notEqual"),
  [NotEqual]: comparison("notEqual"),
  [AddN]: addAll,
  [ClipByValue]: clip,
  [Select]: select,
};
