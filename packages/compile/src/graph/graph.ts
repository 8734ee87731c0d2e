/** Index of a node in its graph. */
export type NodeId = number;

/**
 * One evaluation of a function as pure operations on arrays of real numbers. Booleans are 0 and 1; integers are exact.
 * Everything that TensorFlow.js can do is expressed in these few operations, so that each has one derivative and one
 * implementation per executor.
 */
export interface Graph {
  /** In the order of evaluation: inputs of a node come before it. */
  readonly nodes: ReadonlyArray<GraphNode>;
  readonly outputs: ReadonlyArray<NodeId>;
}

/** One operation. */
export type GraphNode =
  | InputNode
  | ConstantNode
  | MapNode
  | MatMulNode
  | ReduceNode
  | GatherNode
  | ScatterNode
  | CumulativeNode
  | ReshapeNode;

interface NodeBase {
  /** Lengths of the axes of its value; empty for a scalar. */
  readonly shape: ReadonlyArray<number>;
}

/** What an input of a graph is. */
export type InputRole =
  /** t, a scalar. */
  | "time"
  /** A leaf of y. */
  | "state"
  /** A parameter that can be differentiated. */
  | "parameter"
  /** Another tensor that the function captured: read at the beginning of a solve, never differentiated. */
  | "captured"
  /** The cotangent of an output; only in graphs of derivatives. */
  | "cotangent";

/** A value from outside. */
export interface InputNode extends NodeBase {
  readonly kind: "input";
  readonly role: InputRole;
  /** Among the inputs of its role. */
  readonly index: number;
}

/** Values known when the function was traced. */
export interface ConstantNode extends NodeBase {
  readonly kind: "constant";
  /** Row-major; one number if all are equal. */
  readonly values: Float64Array;
}

/** Functions of one number. `round` rounds half to even; `step` is 1 for positive numbers, else 0. */
export type UnaryName =
  | "abs"
  | "acos"
  | "acosh"
  | "asin"
  | "asinh"
  | "atan"
  | "atanh"
  | "ceil"
  | "cos"
  | "cosh"
  | "elu"
  | "erf"
  | "exp"
  | "expm1"
  | "floor"
  | "isFinite"
  | "isNaN"
  | "log"
  | "log1p"
  | "negate"
  | "not"
  | "reciprocal"
  | "relu"
  | "round"
  | "rsqrt"
  | "selu"
  | "sigmoid"
  | "sign"
  | "sin"
  | "sinh"
  | "softplus"
  | "sqrt"
  | "square"
  | "step"
  | "tan"
  | "tanh"
  | "truncate";

/** Functions of two numbers. Comparisons give 0 or 1; `floorMod` has the sign of the divisor. */
export type BinaryName =
  | "add"
  | "and"
  | "atan2"
  | "divide"
  | "equal"
  | "floorDivide"
  | "floorMod"
  | "greater"
  | "greaterEqual"
  | "less"
  | "lessEqual"
  | "max"
  | "min"
  | "multiply"
  | "notEqual"
  | "or"
  | "power"
  | "subtract";

/** `select(c, a, b)` is a where c is not 0, else b. */
export type MapName = UnaryName | BinaryName | "select";

/** A function of numbers, element by element, with NumPy's broadcasting. */
export interface MapNode extends NodeBase {
  readonly kind: "map";
  readonly fn: MapName;
  readonly inputs: ReadonlyArray<NodeId>;
}

/** Products of matrices: [B, m, k] · [B, k, n] → [B, m, n]; an operand with B = 1 is used for all. */
export interface MatMulNode extends NodeBase {
  readonly kind: "matMul";
  readonly inputs: readonly [NodeId, NodeId];
  /** Whether the last two axes of an operand are exchanged before the product. */
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Reduces the middle axis: [outer, n, inner] → [outer, inner]. `argMax` and `argMin` give the first index. */
export interface ReduceNode extends NodeBase {
  readonly kind: "reduce";
  readonly fn: "sum" | "max" | "min" | "product" | "argMax" | "argMin";
  readonly inputs: readonly [NodeId];
}

/**
 * Rearranges blocks of `block` consecutive numbers: block i of the result is block table[i] of its inputs, laid one after
 * another, or consists of `fill` if table[i] is −1. Slices, transpositions, padding, tiles, concatenations, windows of
 * convolutions: all are this.
 */
export interface GatherNode extends NodeBase {
  readonly kind: "gather";
  readonly inputs: ReadonlyArray<NodeId>;
  readonly block: number;
  readonly table: Int32Array;
  readonly fill: number;
}

/** The transpose of a gather: adds block i of its input to block table[i] of the result; −1 drops it. */
export interface ScatterNode extends NodeBase {
  readonly kind: "scatter";
  readonly inputs: readonly [NodeId];
  readonly block: number;
  readonly table: Int32Array;
}

/** Cumulative sum or product along the middle axis of [outer, n, inner]. */
export interface CumulativeNode extends NodeBase {
  readonly kind: "cumulative";
  readonly fn: "sum" | "product";
  readonly exclusive: boolean;
  readonly reverse: boolean;
  readonly inputs: readonly [NodeId];
}

/** The same numbers under another shape; costs nothing. */
export interface ReshapeNode extends NodeBase {
  readonly kind: "reshape";
  readonly inputs: readonly [NodeId];
}
