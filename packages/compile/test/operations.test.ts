import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { differentiate } from "../src/derivative/differentiate.js";
import type { Graph } from "../src/graph/graph.js";
import { allOperations as operations } from "./operations/all-operations.js";
import type { Operation } from "./operations/operation.js";
import { evaluateStates, graphOf, interpretedValues } from "./support/operation-values.js";

type Values = ReadonlyArray<ArrayLike<number>>;

const smooth = operations.filter(({ stepwise }) => !stepwise);
const differentiable = smooth.filter(({ hasGradient }) => hasGradient);

const TWICE: ReadonlySet<string> = new Set([
  "elu",
  "selu",
  "softplus",
  "tanh",
  "sigmoid",
  "logSigmoid",
  "mul of [[2,3],[3]]",
  "div of [[2,3],[3]]",
  "concat",
  "gather",
  "mirrorPad by reflection",
  "logSumExp of the middle",
  "softmax",
  "logSoftmax",
  "cumsum",
  "matMul of batches",
  "fused.matMul with sigmoid",
  "conv2d, same",
  "conv1d",
  "conv2dTranspose",
  "depthwiseConv2d",
  "fused.conv2d with sigmoid",
  "avgPool 2,2 1,1 same",
  "avgPool3d",
  "batchNorm",
  "softmaxCrossEntropy",
  "huberLoss",
]);

/** Runs a test with random inputs. */
function withInputs(operation: Operation, body: (inputs: Array<tf.Tensor>) => void): void {
  const [least, most] = operation.range;
  const inputs = operation.shapes.map((shape, i) =>
    tf.randomUniform([...shape], least, most, "float32", i + 1),
  );
  try {
    body(inputs);
  } finally {
    tf.dispose(inputs);
  }
}

function expectClose(got: Values, expected: Values, tolerance: number): void {
  expect(got.length).toBe(expected.length);
  for (const [i, values] of expected.entries()) {
    const numbers = got[i] ?? [];
    expect(numbers.length).toBe(values.length);
    const scale = Math.max(1, ...Array.from(values, Math.abs));
    for (let j = 0; j < values.length; j++) {
      const difference = Math.abs((numbers[j] as number) - (values[j] as number));
      expect(difference, `element ${j} of result ${i}`).toBeLessThan(tolerance * scale);
    }
  }
}

const valuesOf = (tensors: ReadonlyArray<tf.Tensor>): Values =>
  tensors.map((x) => Float64Array.from(x.dataSync()));

/** Numbers by which results are weighted. */
const weightsOf = (results: Values): Values =>
  results.map((values, i) => Array.from(values, (_, j) => Math.cos(3 * i + j)));

/** Σ weights · results. */
function weighted(graph: Graph, inputs: Values, weights: Values): number {
  let total = 0;
  for (const [i, values] of evaluateStates(graph, inputs).entries())
    for (let j = 0; j < values.length; j++)
      total += (values[j] as number) * ((weights[i] as ArrayLike<number>)[j] as number);
  return total;
}

/** Its derivatives by central differences, with a relative error of some 1e-9. */
function differences(graph: Graph, inputs: Values, weights: Values): Values {
  const step = 2 ** -17;
  return inputs.map((values, i) =>
    Array.from(values, (x, j) => {
      const at = (value: number): number => {
        const moved = Array.from(values, (other, k) => (k === j ? value : other));
        const all = inputs.map((other, k) => (k === i ? moved : other));
        return weighted(graph, all, weights);
      };
      return (at(x + step) - at(x - step)) / (2 * step);
    }),
  );
}

/** Σ weights · results, as a function of TensorFlow.js. */
function lossOf(operation: Operation, weights: Values) {
  return (...x: Array<tf.Tensor>): tf.Tensor => {
    const results = [operation.apply(...x)].flat() as Array<tf.Tensor>;
    const terms = results.map((y, i) =>
      tf.sum(tf.mul(y, tf.tensor([...(weights[i] as Array<number>)], y.shape))),
    );
    return tf.addN(terms);
  };
}

const squares =
  (apply: Operation["apply"]): Operation["apply"] =>
  (...x) =>
    ([apply(...x)].flat() as Array<tf.Tensor>).map((y) => tf.square(y));

test.each(operations)("$name has the value that TensorFlow.js computes.", (operation) => {
  withInputs(operation, (inputs) => {
    const got = evaluateStates(graphOf(operation.apply, inputs), valuesOf(inputs));
    expectClose(got, interpretedValues(operation.apply, inputs), 1e-5);
  });
});

test.each(smooth)("$name has the derivative that differences show.", (operation) => {
  withInputs(operation, (tensors) => {
    const inputs = valuesOf(tensors);
    const graph = graphOf(operation.apply, tensors);
    const weights = weightsOf(evaluateStates(graph, inputs));
    const bars = evaluateStates(differentiate(graph), inputs, weights);
    expectClose(bars, differences(graph, inputs, weights), 1e-6);
  });
});

test.each(differentiable)("$name can be differentiated within f.", (operation) => {
  withInputs(operation, (tensors) => {
    const inputs = valuesOf(tensors);
    const graph = graphOf(operation.apply, tensors);
    const weights = weightsOf(evaluateStates(graph, inputs));
    const loss = lossOf(operation, weights);
    const gradient = graphOf((...x) => tf.grads(loss)([...x]), tensors);
    const bars = evaluateStates(differentiate(graph), inputs, weights);
    expectClose(evaluateStates(gradient, inputs), bars, 1e-9);
  });
});

// TensorFlow.js differentiates these with kernels that have no derivative of their own, or composes them.
const again = differentiable.filter(({ name }) => TWICE.has(name));

test.each(again)("$name can be differentiated twice within f.", (operation) => {
  withInputs(operation, (tensors) => {
    const inputs = valuesOf(tensors);
    const weights = weightsOf(evaluateStates(graphOf(operation.apply, tensors), inputs));
    // Squares, since the derivative of a linear operation would not depend on its argument.
    const squared = { ...operation, apply: squares(operation.apply) };
    const loss = lossOf(squared, weights);
    const slope = (...x: Array<tf.Tensor>): tf.Tensor =>
      tf.addN(
        tf
          .grads(loss)(x)
          .map((bar, i) => tf.sum(tf.mul(bar, tf.sin(tf.add(bar, i))))),
      );
    const graph = graphOf(slope, tensors);
    const expected = differences(graph, inputs, [[1]]);
    expectClose(evaluateStates(differentiate(graph), inputs, [[1]]), expected, 1e-6);
    const twice = graphOf((...x) => tf.grads(slope)([...x]), tensors);
    expectClose(evaluateStates(twice, inputs), expected, 1e-6);
  });
});
