import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { differentiate } from "../src/derivative/differentiate.js";
import type { Graph } from "../src/graph/graph.js";
import { arrangements } from "./operations/arrangements.js";
import { elementwise } from "./operations/elementwise.js";
import { images } from "./operations/images.js";
import type { Operation } from "./operations/operation.js";
import { sums } from "./operations/sums.js";
import { evaluateStates, graphOf, interpretedValues } from "./support/operation-values.js";

type Values = ReadonlyArray<ArrayLike<number>>;

const operations = [...elementwise, ...arrangements, ...sums, ...images];
const smooth = operations.filter(({ stepwise }) => !stepwise);
const differentiable = smooth.filter(({ hasGradient }) => hasGradient);

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
    const loss = (...x: Array<tf.Tensor>): tf.Tensor => {
      const results = [operation.apply(...x)].flat() as Array<tf.Tensor>;
      const terms = results.map((y, i) =>
        tf.sum(tf.mul(y, tf.tensor([...(weights[i] as Array<number>)], y.shape))),
      );
      return tf.addN(terms);
    };
    const gradient = graphOf((...x) => tf.grads(loss)([...x]), tensors);
    const bars = evaluateStates(differentiate(graph), inputs, weights);
    expectClose(evaluateStates(gradient, inputs), bars, 1e-9);
  });
});
