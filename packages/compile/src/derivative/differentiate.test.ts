import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { checkDerivative } from "../../test/complex-step/check-derivative.js";
import { uniform } from "../../test/random.js";
import { evaluateGraph } from "../../test/reference/evaluate-graph.js";
import { createGraphBuilder } from "../graph/builder/create-graph-builder.js";
import type { GraphBuilder } from "../graph/builder/graph-builder.js";
import type { NodeId } from "../graph/graph.js";
import { reduce, softmax } from "../graph/operations/along-axes.js";
import { matMul } from "../graph/operations/mat-mul.js";
import { printGraph } from "../graph/print-graph.js";
import { differentiate } from "./differentiate.js";

/** A network of one layer, with the time. */
function network() {
  const b = createGraphBuilder();
  const y = b.input("state", 0, [3, 2]);
  const t = b.input("time", 0, []);
  const w = b.input("parameter", 0, [2, 2]);
  const bias = b.input("parameter", 1, [2]);
  return b.graph([b.multiply(b.tanh(b.add(matMul(b, y, w), bias)), b.sin(t))]);
}

describe("differentiate", () => {
  it("returns cotangents of states, of parameters, then of the time, and computes nothing twice", () => {
    expect(printGraph(differentiate(network()))).toMatchInlineSnapshot(`
      "%0  [3,2]   state 0
      %1  []      time 0
      %2  [2,2]   parameter 0
      %3  [2]     parameter 1
      %4  [1,3,2] reshape %0
      %5  [1,2,2] reshape %2
      %6  [1,3,2] matMul %4 %5
      %7  [3,2]   reshape %6
      %8  [3,2]   add %3 %7
      %9  [3,2]   tanh %8
      %10 []      sin %1
      %11 [3,2]   cotangent 0
      %12 [3,2]   multiply %10 %11
      %13 [3,2]   multiply %9 %11
      %14 [1,6,1] reshape %13
      %15 [1,1]   sum %14
      %16 []      reshape %15
      %17 []      cos %1
      %18 []      multiply %16 %17
      %19 []      constant (1)
      %20 [3,2]   square %9
      %21 [3,2]   subtract %19 %20
      %22 [3,2]   multiply %12 %21
      %23 [1,3,2] reshape %22
      %24 [1,2]   sum %23
      %25 [2]     reshape %24
      %26 [1,3,2] matMul ·ᵀ %23 %5
      %27 [1,2,2] matMul ᵀ· %4 %23
      %28 [2,2]   reshape %27
      %29 [3,2]   reshape %26
      outputs %29 %28 %25 %18"
    `);
  });

  it("returns zeros for what outputs do not depend on, and nothing for an unused time", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [2]);
    b.input("state", 1, [3]);
    b.input("parameter", 0, [2]);
    const t = b.input("time", 0, []);
    const graph = differentiate(b.graph([b.add(x, b.floor(t))]));
    const bars = evaluateGraph(graph, {
      state: [
        [1, 2],
        [3, 4, 5],
      ],
      parameter: [[6, 7]],
      time: [[0.5]],
      cotangent: [[8, 9]],
    });
    expect(bars.map((bar) => [...bar])).toEqual([
      [8, 9],
      [0, 0, 0],
      [0, 0],
    ]);
  });

  it("can be applied to its own result, twice", () => {
    const second = differentiate(network());
    const third = differentiate(second);
    expect(checkDerivative(second, { random: uniform(1) })).toEqual([]);
    expect(checkDerivative(third, { random: uniform(2) })).toEqual([]);
    const roles = third.nodes.flatMap((node) => (node.kind === "input" ? [node.role] : []));
    expect(roles.filter((role) => role === "cotangent")).toHaveLength(1 + 4 + 0);
  });

  it("keeps NaN of a branch that is not taken out of the derivative", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [4]);
    const positive = b.step(x);
    const root = b.multiply(b.sqrt(x), b.log(x));
    const graph = b.graph([b.select(positive, b.multiply(root, b.power(x, b.constant(0.3))), x)]);
    const [bar] = evaluateGraph(differentiate(graph), {
      state: [[-1, 0, 1, 4]],
      cotangent: [[1, 2, 3, 4]],
    });
    expect([...(bar as Float64Array)].slice(0, 2)).toEqual([1, 2]);
    expect(bar?.every(Number.isFinite)).toBe(true);
  });

  it("divides nowhere by an element of a product", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [1, 4, 1]);
    const graph = b.graph([
      b.reduce("product", x),
      b.cumulative("product", x, { exclusive: false, reverse: false }),
    ]);
    const [bar] = evaluateGraph(differentiate(graph), {
      state: [[2, 0, 3, 0]],
      cotangent: [[1], [1, 1, 1, 1]],
    });
    expect([...(bar as Float64Array)]).toEqual([1, 2 * (1 + 3), 0, 0]);
  });

  it("accepts arrays without elements", () => {
    const b = createGraphBuilder();
    const x = b.input("state", 0, [0, 3]);
    const w = b.input("parameter", 0, [3, 2]);
    const y = b.tanh(matMul(b, x, w));
    const graph = b.graph([y, reduce(b, "sum", y, { axes: [0] }), softmax(b, x)]);
    const outputs = evaluateGraph(graph, { state: [[]], parameter: [[1, 2, 3, 4, 5, 6]] });
    expect(outputs.map((output) => [...output])).toEqual([[], [0, 0], []]);
    const bars = evaluateGraph(differentiate(graph), {
      state: [[]],
      parameter: [[1, 2, 3, 4, 5, 6]],
      cotangent: [[], [1, 1], []],
    });
    expect(bars.map((bar) => [...bar])).toEqual([[], [0, 0, 0, 0, 0, 0]]);
  });
});

/** What TensorFlow.js and a graph compute of the same numbers. */
interface Tie {
  readonly of: (b: GraphBuilder, x: NodeId, y: NodeId) => NodeId;
  readonly tfjs: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor;
}

describe("where there is no derivative, it is that of TensorFlow.js", () => {
  const ties: Readonly<Record<string, Tie>> = {
    abs: { of: (b, x) => b.abs(x), tfjs: tf.abs },
    "abs of the opposite": { of: (b, x) => b.abs(b.negate(x)), tfjs: (x) => tf.abs(tf.neg(x)) },
    "abs twice": { of: (b, x) => b.abs(b.abs(x)), tfjs: (x) => tf.abs(tf.abs(x)) },
    relu: { of: (b, x) => b.relu(x), tfjs: tf.relu },
    elu: { of: (b, x) => b.elu(x), tfjs: (x) => tf.elu(x) },
    selu: { of: (b, x) => b.selu(x), tfjs: tf.selu },
    sqrt: { of: (b, x) => b.sqrt(x), tfjs: tf.sqrt },
    log: { of: (b, x) => b.log(x), tfjs: tf.log },
    reciprocal: { of: (b, x) => b.reciprocal(x), tfjs: tf.reciprocal },
    sign: { of: (b, x) => b.sign(x), tfjs: tf.sign },
    round: { of: (b, x) => b.round(x), tfjs: tf.round },
    maximum: { of: (b, x, y) => b.max(x, y), tfjs: tf.maximum },
    minimum: { of: (b, x, y) => b.min(x, y), tfjs: tf.minimum },
    max: { of: (b, x) => reduce(b, "max", x), tfjs: (x) => tf.max(x) },
    min: { of: (b, x) => reduce(b, "min", x), tfjs: (x) => tf.min(x) },
    prod: { of: (b, x) => reduce(b, "product", x), tfjs: (x) => tf.prod(x) },
    power: { of: (b, x) => b.power(x, b.constant(2)), tfjs: (x) => tf.pow(x, tf.scalar(2)) },
  };
  for (const [name, { of, tfjs }] of Object.entries(ties)) {
    it(name, () => {
      const b = createGraphBuilder();
      const [x, y] = [b.input("state", 0, [4]), b.input("state", 1, [4])];
      const [left, right] = [
        [0, 2, -2, 2],
        [0, 2, 1, -1],
      ] as const;
      const result = of(b, x, y);
      const ones = new Array<number>(b.shape(result)[0] ?? 1).fill(1);
      const bars = evaluateGraph(differentiate(b.graph([result])), {
        state: [left, right],
        cotangent: [ones],
      });
      const expected = tf.tidy(() =>
        tf
          .grads((p: tf.Tensor, q: tf.Tensor) => tf.add(tfjs(p, q), tf.sum(tf.mul(q, 0))))([
            tf.tensor1d([...left]),
            tf.tensor1d([...right]),
          ])
          .map((bar) => [...bar.dataSync()]),
      );
      for (const [i, bar] of bars.entries()) {
        expect([...bar].map((value, j) => nearest(value, expected[i]?.[j]))).toEqual(expected[i]);
      }
    });
  }
});

/** The number that is meant to be equal, if a value equals it up to the rounding of float32. */
function nearest(value: number, meant = Number.NaN): number {
  return Math.abs(value - meant) <= 2 ** -22 * Math.abs(meant) ? meant : value;
}
