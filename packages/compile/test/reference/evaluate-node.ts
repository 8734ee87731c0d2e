import { binaryFunctions, unaryFunctions } from "../../src/graph/functions/scalar-functions.js";
import type {
  BinaryName,
  CumulativeNode,
  GatherNode,
  GraphNode,
  InputNode,
  MapNode,
  MatMulNode,
  ReduceNode,
  ScatterNode,
  UnaryName,
} from "../../src/graph/graph.js";
import { padRank, type Shape, sizeOf, stridedOffsets, stridesOf } from "../../src/graph/shapes.js";

/** A value with its shape. */
export interface HostValue {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** The value of a node, from those of its inputs: what each primitive means, in doubles and without any haste. */
export function evaluateNode(
  node: Exclude<GraphNode, InputNode>,
  inputs: ReadonlyArray<HostValue>,
): Float64Array {
  const [first] = inputs as [HostValue];
  switch (node.kind) {
    case "constant":
      return node.values.length === 1
        ? new Float64Array(sizeOf(node.shape)).fill(node.values[0] as number)
        : node.values;
    case "map":
      return map(node, inputs);
    case "matMul":
      return matMul(node, inputs as [HostValue, HostValue]);
    case "reduce":
      return reduce(node, first);
    case "gather":
      return gather(node, inputs);
    case "scatter":
      return scatter(node, first.values);
    case "cumulative":
      return cumulative(node, first);
    case "reshape":
      return first.values;
  }
}

function map(node: MapNode, inputs: ReadonlyArray<HostValue>): Float64Array {
  const result = new Float64Array(sizeOf(node.shape));
  const offsets = inputs.map((input) => broadcastOffsets(input.shape, node.shape));
  const at = (operand: number, i: number) =>
    inputs[operand]?.values[offsets[operand]?.[i] as number] as number;
  const { fn } = node;
  for (let i = 0; i < result.length; i++) {
    if (fn === "select") {
      result[i] = at(0, i) !== 0 ? at(1, i) : at(2, i);
    } else if (inputs.length === 1) {
      result[i] = unaryFunctions[fn as UnaryName](at(0, i));
    } else {
      result[i] = binaryFunctions[fn as BinaryName](at(0, i), at(1, i));
    }
  }
  return result;
}

/** For each element of `to`, which element of an array of shape `from` it is. */
export function broadcastOffsets(from: Shape, to: Shape): Int32Array {
  const padded = padRank(from, to.length);
  const strides = stridesOf(padded).map((stride, axis) => (padded[axis] === 1 ? 0 : stride));
  return stridedOffsets(to, strides);
}

function matMul(node: MatMulNode, [a, b]: [HostValue, HostValue]): Float64Array {
  const [batch, m, n] = node.shape as [number, number, number];
  const k = (node.transposeA ? a.shape[1] : a.shape[2]) as number;
  const result = new Float64Array(batch * m * n);
  for (let q = 0; q < batch; q++) {
    const startA = a.shape[0] === 1 ? 0 : q * m * k;
    const startB = b.shape[0] === 1 ? 0 : q * k * n;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) {
          const left = a.values[startA + (node.transposeA ? p * m + i : i * k + p)] as number;
          const right = b.values[startB + (node.transposeB ? j * k + p : p * n + j)] as number;
          sum += left * right;
        }
        result[(q * m + i) * n + j] = sum;
      }
    }
  }
  return result;
}

function reduce(node: ReduceNode, x: HostValue): Float64Array {
  const [outer, n, inner] = x.shape as [number, number, number];
  const result = new Float64Array(outer * inner);
  for (let i = 0; i < result.length; i++) {
    const start = Math.floor(i / inner) * n * inner + (i % inner);
    const line = Float64Array.from({ length: n }, (_, j) => x.values[start + j * inner] as number);
    result[i] = reductions[node.fn](line);
  }
  return result;
}

const reductions: Readonly<Record<ReduceNode["fn"], (line: Float64Array) => number>> = {
  sum: (line) => line.reduce((a, b) => a + b, 0),
  max: (line) => line.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  min: (line) => line.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  product: (line) => line.reduce((a, b) => a * b, 1),
  argMax: (line) => line.reduce((best, x, i) => (x > (line[best] as number) ? i : best), 0),
  argMin: (line) => line.reduce((best, x, i) => (x < (line[best] as number) ? i : best), 0),
};

function gather(node: GatherNode, inputs: ReadonlyArray<HostValue>): Float64Array {
  const { block, table, fill } = node;
  const all = new Float64Array(inputs.reduce((sum, { values }) => sum + values.length, 0));
  let end = 0;
  for (const { values } of inputs) {
    all.set(values, end);
    end += values.length;
  }
  const result = new Float64Array(table.length * block).fill(fill);
  for (const [i, from] of table.entries()) {
    for (let j = 0; from >= 0 && j < block; j++) {
      result[i * block + j] = all[from * block + j] as number;
    }
  }
  return result;
}

function scatter(node: ScatterNode, x: Float64Array): Float64Array {
  const { block, table } = node;
  const result = new Float64Array(sizeOf(node.shape));
  for (const [i, to] of table.entries()) {
    for (let j = 0; to >= 0 && j < block; j++) {
      result[to * block + j] = (result[to * block + j] as number) + (x[i * block + j] as number);
    }
  }
  return result;
}

function cumulative(node: CumulativeNode, x: HostValue): Float64Array {
  const [outer, n, inner] = x.shape as [number, number, number];
  const result = new Float64Array(x.values.length);
  for (let line = 0; line < outer * inner; line++) {
    const start = Math.floor(line / inner) * n * inner + (line % inner);
    let total = node.fn === "sum" ? 0 : 1;
    for (let step = 0; step < n; step++) {
      const at = start + (node.reverse ? n - 1 - step : step) * inner;
      const value = x.values[at] as number;
      const next = node.fn === "sum" ? total + value : total * value;
      result[at] = node.exclusive ? total : next;
      total = next;
    }
  }
  return result;
}
