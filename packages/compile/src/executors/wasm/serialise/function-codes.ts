import type { MapName } from "../../../graph/graph.js";

/** What a map of the module can compute: the functions of programs, and sums with a product. */
export type FunctionName = MapName | "copy" | "multiplyAdd" | "subtractProduct";

/** In the order of `Fn` in assembly/functions/codes.ts. */
const NAMES: ReadonlyArray<FunctionName> = [
  "abs",
  "acos",
  "acosh",
  "asin",
  "asinh",
  "atan",
  "atanh",
  "ceil",
  "cos",
  "cosh",
  "elu",
  "erf",
  "exp",
  "expm1",
  "floor",
  "isFinite",
  "isNaN",
  "log",
  "log1p",
  "negate",
  "not",
  "reciprocal",
  "relu",
  "round",
  "rsqrt",
  "selu",
  "sigmoid",
  "sign",
  "sin",
  "sinh",
  "softplus",
  "sqrt",
  "square",
  "step",
  "tan",
  "tanh",
  "truncate",
  "copy",
  "add",
  "and",
  "atan2",
  "divide",
  "equal",
  "floorDivide",
  "floorMod",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "max",
  "min",
  "multiply",
  "notEqual",
  "or",
  "power",
  "subtract",
  "select",
  "multiplyAdd",
  "subtractProduct",
];

const codes = new Map(NAMES.map((name, code) => [name, code]));

/** The number of a function in the module. */
export function functionCode(name: FunctionName): number {
  return codes.get(name) as number;
}
