import { ParametersError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluateGraph } from "./reference/evaluate-graph.js";
import { evaluateTraced, traceAt } from "./support/evaluate-traced.js";

let y: tf.Tensor;
let w: tf.Variable;
let fixed: tf.Variable;
let c: tf.Tensor;
let indices: tf.Tensor;
const made: Array<tf.Tensor> = [];
beforeAll(() =>
  tf.tidy(() => {
    y = tf.keep(tf.tensor1d([1, 2]));
    w = tf.variable(tf.tensor1d([3, 4]));
    fixed = tf.variable(tf.tensor1d([5, 6]), false);
    c = tf.keep(tf.tensor1d([7, 8]));
    indices = tf.keep(tf.tensor1d([1, 0], "int32"));
    made.push(y, w, fixed, c, indices);
  }),
);
afterAll(() => tf.dispose(made));

type F = (t: number, x: tf.Tensor) => tf.Tensor;

const f: F = (_t, x) => tf.add(tf.mul(tf.add(tf.mul(x, c), fixed), w), tf.cast(indices, "float32"));

test("Trainable variables come first, then captured tensors; others are captured.", () => {
  const { parameters, captured } = traceAt(f, y);
  expect(parameters).toEqual([w, c]);
  expect(captured).toEqual([fixed, indices]);
});

test("Given parameters are the only ones.", () => {
  const { parameters, captured } = traceAt(f, y, { parameters: { scale: c } });
  expect(parameters).toEqual([c]);
  expect(captured).toEqual([fixed, w, indices]);
});

test("Without derivatives, everything is captured.", () => {
  const { parameters, captured } = traceAt(f, y, { differentiate: false });
  expect(parameters).toEqual([]);
  expect(captured).toEqual([c, fixed, w, indices]);
});

test("Given parameters must affect the result.", () => {
  expect(() => traceAt((_t, x: tf.Tensor) => tf.sin(x), y, { parameters: [w] })).toThrow(
    ParametersError,
  );
});

test("Other functions share the parameters, in the order of the functions.", () => {
  const functions = [
    {
      name: "save",
      func: (_t: number, x: tf.Tensor) => ({ a: tf.mul(x, c), b: w }),
      returns: "tree" as const,
    },
    {
      name: "events[0].condition",
      func: (_t: number, x: tf.Tensor) => tf.sum(tf.sub(x, fixed)),
      returns: "scalar" as const,
    },
  ];
  const traced = traceAt((_t, x: tf.Tensor) => tf.mul(x, w), y, { functions });
  expect(traced.parameters).toEqual([w, c]);
  expect(traced.captured).toEqual([fixed]);
  const [save, condition] = traced.functions as [
    (typeof traced.functions)[0],
    (typeof traced.functions)[0],
  ];
  expect(save.structure).toMatchObject({ kind: "record", keys: ["a", "b"] });
  expect(evaluateTraced(traced, save, 0, [y]).map((x) => [...x])).toEqual([
    [7, 16],
    [3, 4],
  ]);
  expect(evaluateTraced(traced, condition, 0, [y]).map((x) => [...x])).toEqual([[-8]]);
});

test("Captured tensors may be returned, the state too, and y itself may be captured.", () => {
  const traced = traceAt(() => c, y);
  expect(traced.parameters).toEqual([c]);
  expect(traceAt((_t, x: tf.Tensor) => x, y).parameters).toEqual([]);
  expect(traceAt((_t, x: tf.Tensor) => tf.mul(x, y), y).parameters).toEqual([y]);
});

test("Two handles of one buffer are two parameters.", () => {
  const handle = w.clone();
  const traced = traceAt((_t, x: tf.Tensor) => tf.mul(tf.mul(x, w), handle), y);
  expect(traced.parameters).toEqual([w, handle]);
  handle.dispose();
});

test("Tensors that gradients within f hold are those that f read.", () => {
  const traced = traceAt(
    (_t, x: tf.Tensor) => tf.grad((z: tf.Tensor) => tf.sum(tf.mul(tf.square(tf.mul(z, w)), c)))(x),
    y,
  );
  expect(traced.parameters).toEqual([w, c]);
});

test("Indices from outside are frozen, with their values.", () => {
  const traced = traceAt(
    (_t, x: tf.Tensor) => tf.gather(x, tf.sub(tf.scalar(1, "int32"), indices) as tf.Tensor1D),
    y,
  );
  expect(traced.frozen).toEqual([{ tensor: indices, values: Float32Array.of(1, 0) }]);
  expect([...(evaluateTraced(traced, traced.func, 0, [y])[0] ?? [])]).toEqual([1, 2]);
});

test("Constants are as they were written, not as float32 rounds them.", () => {
  const numbers = [0.1, 0.2];
  const g: F = (_t, x) =>
    tf.add(
      tf.mul(tf.mul(x, 0.1), Math.PI),
      tf.mul(tf.tensor2d([numbers]), tf.scalar(1 / 3)).reshape([2]),
    );
  const { func } = traceAt(g, y);
  const [values] = evaluateGraph(func.graph, { state: [[1, 2]] });
  const expected = [1, 2].map((x, i) => x * 0.1 * Math.PI + ((numbers[i] as number) * 1) / 3);
  for (const [i, value] of expected.entries()) expect(values?.[i]).toBeCloseTo(value, 14);
  const typed: F = (_t, x) => tf.mul(x, tf.tensor1d(Float32Array.of(0.1, 0.2)));
  const [rounded] = evaluateGraph(traceAt(typed, y).func.graph, { state: [[1, 1]] });
  expect(rounded?.[0]).toBe(Math.fround(0.1));
});

test("Models have their trainable weights as parameters, and are built first.", () => {
  const layer = tf.layers.dense({ units: 2, activation: "tanh", name: "built_late" });
  const input = tf.ones([3, 2]);
  const traced = traceAt(layer as never, input);
  expect(traced.parameters.length).toBe(2);
  expect(traced.parameters).toEqual(layer.trainableWeights.map((weight) => weight.read()));
  const [values] = evaluateTraced(traced, traced.func, 0, [input]);
  const expected = tf.tidy(() => (layer.apply(input) as tf.Tensor).dataSync());
  for (const [i, value] of expected.entries()) expect(values?.[i]).toBeCloseTo(value, 5);
  layer.dispose();
  input.dispose();
});
