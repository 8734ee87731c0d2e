import type { BinaryName, MapNode, UnaryName } from "../../graph/graph.js";
import { broadcastShapes, type Shape } from "../../graph/shapes.js";
import type { GraphWriter, Value } from "../graph-def/graph-writer.js";
import { DataType } from "../graph-def/saved-model.js";

/** Writes a function of numbers for arguments that broadcast to its shape. */
type Write = (writer: GraphWriter, shape: Shape, ...inputs: ReadonlyArray<Value>) => Value;

const named =
  (op: string): Write =>
  (writer, shape, ...inputs) =>
    writer.operation(op, inputs, shape);

/** A function whose result is a boolean in TensorFlow, and 0 or 1 here. */
const condition =
  (op: string): Write =>
  (writer, shape, ...inputs) =>
    numbers(writer, writer.operation(op, inputs, shape));

/** A function of booleans. */
const logical =
  (op: string): Write =>
  (writer, shape, ...inputs) => {
    const truths = inputs.map((input) => truth(writer, input));
    return numbers(writer, writer.plain(op, truths, shape));
  };

const after =
  (outer: string, inner: string): Write =>
  (writer, shape, ...inputs) =>
    writer.operation(outer, [writer.operation(inner, inputs, shape)], shape);

const unary: Readonly<Record<UnaryName, Write>> = {
  abs: named("Abs"),
  acos: named("Acos"),
  acosh: named("Acosh"),
  asin: named("Asin"),
  asinh: named("Asinh"),
  atan: named("Atan"),
  atanh: named("Atanh"),
  ceil: named("Ceil"),
  cos: named("Cos"),
  cosh: named("Cosh"),
  elu: named("Elu"),
  erf: named("Erf"),
  exp: named("Exp"),
  expm1: named("Expm1"),
  floor: named("Floor"),
  isFinite: condition("IsFinite"),
  isNaN: condition("IsNan"),
  log: named("Log"),
  log1p: named("Log1p"),
  negate: named("Neg"),
  not: logical("LogicalNot"),
  reciprocal: named("Reciprocal"),
  relu: named("Relu"),
  round: named("Rint"),
  rsqrt: named("Rsqrt"),
  selu: named("Selu"),
  sigmoid: named("Sigmoid"),
  sign: named("Sign"),
  sin: named("Sin"),
  sinh: named("Sinh"),
  softplus: named("Softplus"),
  sqrt: named("Sqrt"),
  square: named("Square"),
  step: (writer, shape, x) => condition("Greater")(writer, shape, x, number(writer, 0)),
  tan: named("Tan"),
  tanh: named("Tanh"),
  truncate: (writer, shape, x) =>
    writer.operation(
      "Mul",
      [named("Sign")(writer, shape, x), after("Floor", "Abs")(writer, shape, x)],
      shape,
    ),
};

const binary: Readonly<Record<BinaryName, Write>> = {
  add: named("AddV2"),
  and: logical("LogicalAnd"),
  atan2: named("Atan2"),
  divide: named("RealDiv"),
  equal: condition("Equal"),
  floorDivide: after("Floor", "RealDiv"),
  floorMod: named("FloorMod"),
  greater: condition("Greater"),
  greaterEqual: condition("GreaterEqual"),
  less: condition("Less"),
  lessEqual: condition("LessEqual"),
  max: named("Maximum"),
  min: named("Minimum"),
  multiply: named("Mul"),
  notEqual: condition("NotEqual"),
  or: logical("LogicalOr"),
  power: named("Pow"),
  subtract: named("Sub"),
};

/** All functions, by name. */
const functions: Readonly<Record<MapNode["fn"], Write>> = {
  ...unary,
  ...binary,
  select: (writer, shape, c, a, b) =>
    writer.operation("SelectV2", [truth(writer, c as Value), a as Value, b as Value], shape),
};

/** Writes a function of numbers, element by element. */
export function writeMap(
  writer: GraphWriter,
  fn: MapNode["fn"],
  inputs: ReadonlyArray<Value>,
): Value {
  const shape = broadcastShapes(inputs.map((input) => input.shape)) as Shape;
  return functions[fn](writer, shape, ...inputs);
}

function number(writer: GraphWriter, value: number): Value {
  return writer.constant(Float64Array.of(value), []);
}

function numbers(writer: GraphWriter, booleans: Value): Value {
  return writer.plain("Cast", [booleans], booleans.shape, {
    SrcT: { type: DataType.bool },
    DstT: { type: DataType.float },
  });
}

/** Where a value is not 0. */
function truth(writer: GraphWriter, value: Value): Value {
  return writer.operation("NotEqual", [value, number(writer, 0)], value.shape);
}
