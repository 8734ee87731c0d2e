import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { BinaryName, NodeId } from "../../graph/graph.js";
import {
  boolean,
  commonType,
  integer,
  type Kernel,
  type KernelCall,
  type Kernels,
  type Traced,
} from "./kernel.js";
import { stored } from "./stored.js";

type BinaryRule = (g: GraphBuilder, a: NodeId, b: NodeId) => NodeId;

/** A function of two numbers, with broadcasting. */
function binary(rule: BinaryRule): Kernel {
  return ({ g, input }) => {
    const [a, b] = [input("a"), input("b")];
    const dtype = commonType([a, b]);
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

function select({ g, input }: KernelCall): Traced {
  const [condition, t, e] = [input("condition"), input("t"), input("e")];
  return { node: g.select(condition.node, t.node, e.node), dtype: commonType([t, e]) };
}

function addAll({ g, list }: KernelCall): Traced {
  const node = list.map((x) => x.node).reduce((sum, x) => g.add(sum, x));
  return { node, dtype: commonType(list) };
}

/** Functions of two or more numbers, element by element. */
export const binaryFunctions: Kernels = {
  Add: binary(mapped("add")),
  Atan2: binary(mapped("atan2")),
  FloorDiv: ({ g, input }) => integer(g.floorDivide(input("a").node, input("b").node)),
  Maximum: binary(mapped("max")),
  Minimum: binary(mapped("min")),
  Mod: binary(mapped("floorMod")),
  Multiply: binary(mapped("multiply")),
  Pow: binary(mapped("power")),
  RealDiv: binary(mapped("divide")),
  SquaredDifference: binary((g, a, b) => g.square(g.subtract(a, b))),
  Sub: binary(mapped("subtract")),
  Equal: comparison("equal"),
  Greater: comparison("greater"),
  GreaterEqual: comparison("greaterEqual"),
  Less: comparison("less"),
  LessEqual: comparison("lessEqual"),
  LogicalAnd: comparison("and"),
  LogicalOr: comparison("or"),
  NotEqual: comparison("notEqual"),
  AddN: addAll,
  Select: select,
};
