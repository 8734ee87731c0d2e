import {
  Abs,
  Add,
  Any,
  BatchMatMul,
  Concat,
  engine,
  Fill,
  IsNan,
  Max,
  Multiply,
  type NamedAttrMap,
  type NamedTensorMap,
  Pack,
  RealDiv,
  Reshape,
  Select,
  Sqrt,
  Square,
  Sub,
  Sum,
  type Tensor,
  Unpack,
} from "@tensorflow/tfjs-core";

// The kernels behind `tf.add` and its like, run directly: for small states the conversions, the broadcasting of types
// and the scope that every op opens cost a third of its time. A list of inputs is handed over as an array, as ops do.

const run = (name: string, inputs: object, attrs?: object): Tensor =>
  engine().runKernel<Tensor>(name, inputs as NamedTensorMap, attrs as NamedAttrMap);

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

export const abs: Unary = (x) => run(Abs, { x });
export const isNotANumber: Unary = (x) => run(IsNan, { x });
export const sqrt: Unary = (x) => run(Sqrt, { x });
export const square: Unary = (x) => run(Square, { x });

export const add: Binary = (a, b) => run(Add, { a, b });
export const divide: Binary = (a, b) => run(RealDiv, { a, b });
export const multiply: Binary = (a, b) => run(Multiply, { a, b });
export const subtract: Binary = (a, b) => run(Sub, { a, b });
export const matMul: Binary = (a, b) =>
  run(BatchMatMul, { a, b }, { transposeA: false, transposeB: false });

// Reductions over everything.
const ALL = { axis: null, reductionIndices: null, keepDims: false };
export const any: Unary = (x) => run(Any, { x }, ALL);
export const max: Unary = (x) => run(Max, { x }, ALL);
export const sum: Unary = (x) => run(Sum, { x }, ALL);

export const concat = (rows: ReadonlyArray<Tensor>): Tensor => run(Concat, rows, { axis: 0 });
export const pack = (rows: ReadonlyArray<Tensor>): Tensor => run(Pack, rows, { axis: 0 });
export const unpack = (value: Tensor): Array<Tensor> =>
  run(Unpack, { value }, { axis: 0 }) as unknown as Array<Tensor>;
export const reshape = (x: Tensor, shape: ReadonlyArray<number>): Tensor =>
  run(Reshape, { x }, { shape });
/** Another handle of the same buffer. Not by Identity, which copies on wasm. */
export const share: Unary = (x) => reshape(x, x.shape);
export const select = (condition: Tensor, t: Tensor, e: Tensor): Tensor =>
  run(Select, { condition, t, e });

/** A float32 tensor of zeros. */
export const zeros = (shape: ReadonlyArray<number>): Tensor =>
  run(Fill, {}, { shape, value: 0, dtype: "float32" });
/** Host numbers as a float32 tensor, the values copied. */
export const fromNumbers = (values: ArrayLike<number>, shape: ReadonlyArray<number>): Tensor =>
  engine().makeTensor(Float32Array.from(values), [...shape], "float32");
export const scalar = (value: number): Tensor => fromNumbers([value], []);
