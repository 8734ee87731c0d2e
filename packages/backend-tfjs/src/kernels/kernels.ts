import {
  Abs,
  Add,
  Any,
  BatchMatMul,
  ClipByValue,
  Concat,
  Cos,
  engine,
  Fill,
  IsNan,
  Max,
  Multiply,
  type NamedAttrMap,
  type NamedTensorMap,
  Neg,
  Pack,
  RealDiv,
  Reshape,
  Select,
  Sigmoid,
  Sin,
  Sqrt,
  Square,
  Step,
  Sub,
  Sum,
  type Tensor,
  type TensorInfo,
  Transpose,
  Unpack,
} from "@tensorflow/tfjs-core";
import { aliasOf } from "../tfjs-internals/held-buffer.js";
import { runKernel } from "../tfjs-internals/lean-engine.js";
import { findKernel } from "../tfjs-internals/lean-methods.js";
import { float32Copy } from "./float32-copy.js";

// Runs the kernels behind `tf.add` and other ops directly: for small states, conversions, dtype broadcasting and the
// scope of each op take a third of the time. A list of inputs is passed as an array, as ops do.

/** Whether the active engine has a kernel. */
export const hasKernel = (name: string): boolean =>
  findKernel(name, engine().backendName) !== undefined;

/** Runs a kernel with one output. */
export const run = (name: string, inputs: object, attrs?: object): Tensor =>
  runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap) as Tensor;

type Unary = (x: TensorInfo) => Tensor;
type Binary = (a: TensorInfo, b: TensorInfo) => Tensor;

export const abs: Unary = (x) => run(Abs, { x });
export const isNotANumber: Unary = (x) => run(IsNan, { x });
export const cos: Unary = (x) => run(Cos, { x });
export const negate: Unary = (x) => run(Neg, { x });
export const sigmoid: Unary = (x) => run(Sigmoid, { x });
export const sin: Unary = (x) => run(Sin, { x });
export const sqrt: Unary = (x) => run(Sqrt, { x });
export const square: Unary = (x) => run(Square, { x });
/**
 * 1 where x > 0, else 0. Needs a tensor: the kernel of tfjs-node uses operations, which do not accept a held buffer.
 */
export const step: Unary = (x) => {
  const tensor = aliasOf(x);
  try {
    return run(Step, { x: tensor }, { alpha: 0 });
  } finally {
    tensor.dispose();
  }
};

export const add: Binary = (a, b) => run(Add, { a, b });
export const divide: Binary = (a, b) => run(RealDiv, { a, b });
export const multiply: Binary = (a, b) => run(Multiply, { a, b });
export const clip = (x: TensorInfo, clipValueMin: number, clipValueMax: number): Tensor =>
  run(ClipByValue, { x }, { clipValueMin, clipValueMax });
export const subtract: Binary = (a, b) => run(Sub, { a, b });
export const matMul = (
  a: TensorInfo,
  b: TensorInfo,
  transposeA = false,
  transposeB = false,
): Tensor => run(BatchMatMul, { a, b }, { transposeA, transposeB });

// Reductions over all axes.
const ALL = { axis: null, reductionIndices: null, keepDims: false };
export const any: Unary = (x) => run(Any, { x }, ALL);
export const max: Unary = (x) => run(Max, { x }, ALL);
export const sum: Unary = (x) => run(Sum, { x }, ALL);
/** The sum over some axes, which are removed. */
export const sumOver = (x: TensorInfo, axis: ReadonlyArray<number>): Tensor =>
  run(Sum, { x }, { axis, keepDims: false });

export const concat = (rows: ReadonlyArray<Tensor>): Tensor => run(Concat, rows, { axis: 0 });
export const pack = (rows: ReadonlyArray<Tensor>): Tensor => run(Pack, rows, { axis: 0 });
export const unpack = (value: Tensor): Array<Tensor> => {
  const [rows = 0, ...shape] = value.shape;
  // The kernel of tfjs-backend-cpu fails for a tensor without elements.
  if (value.size === 0) return Array.from({ length: rows }, () => zeros(shape));
  return run(Unpack, { value }, { axis: 0 }) as unknown as Array<Tensor>;
};
export const transpose = (x: TensorInfo, perm: ReadonlyArray<number>): Tensor =>
  run(Transpose, { x }, { perm });
export const reshape = (x: TensorInfo, shape: ReadonlyArray<number>): Tensor =>
  run(Reshape, { x }, { shape });
export const select = (condition: Tensor, t: Tensor, e: Tensor): Tensor =>
  run(Select, { condition, t, e });

/** A float32 tensor of zeros. */
export const zeros = (shape: ReadonlyArray<number>): Tensor =>
  run(Fill, {}, { shape, value: 0, dtype: "float32" });
export const ones = (shape: ReadonlyArray<number>): Tensor =>
  fromNumbers(new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(1), shape);
/** Host numbers as a float32 tensor, the values copied. */
export const fromNumbers = (values: ArrayLike<number>, shape: ReadonlyArray<number>): Tensor =>
  engine().makeTensor(float32Copy(values), [...shape], "float32");
export const scalar = (value: number): Tensor => fromNumbers([value], []);
