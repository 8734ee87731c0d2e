import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ParameterTree, solve } from "../../src/index.js";

// A model, its weights or its layers may be named as parameters: its gradients are then those of its variables.

let net: tf.Sequential;
let k: tf.Variable;

beforeEach(() => {
  tf.engine().startScope();
  const dense = (units: number, inputs: number) =>
    tf.layers.dense({ units, activation: "tanh", inputShape: [inputs] });
  net = tf.sequential({ layers: [dense(3, 2), dense(2, 3)] });
  net.setWeights(
    net.getWeights().map(({ shape, size }, i) => {
      const values = Array.from({ length: size }, (_, j) => Math.sin(1 + i + 2 * j));
      return tf.tensor(values, shape);
    }),
  );
  k = tf.variable(tf.scalar(0.5));
});

afterEach(() => {
  net.dispose();
  k.dispose();
  tf.engine().endScope();
});

const f = (_t: number, y: tf.Tensor) => (net.apply(y) as tf.Tensor).mul(k);

/** The gradients of the sum of the last state, by what is named. */
function gradientsOf(parameters?: ParameterTree<tf.Tensor>): Array<Array<number>> {
  return tf.tidy(() => {
    const y0 = tf.tensor2d([[1, -0.5]]);
    const options = { method: "rk4", stepSize: 0.25, parameters } as const;
    const solution = solve(f, y0, [0, 1], options);
    const gradients = solution.pullback(tf.tensor3d([[[0, 0]], [[1, 1]]]));
    const values = gradients.parameters.map((gradient) => [...gradient.dataSync()]);
    solution.dispose();
    return values;
  });
}

/** The same by central differences of the solution, one weight at a time. */
function differences(variables: ReadonlyArray<tf.Tensor>): Array<Array<number>> {
  const value = () =>
    tf.tidy(() => {
      const y0 = tf.tensor2d([[1, -0.5]]);
      const options = { method: "rk4", stepSize: 0.25, differentiate: false } as const;
      const solution = solve(f, y0, [0, 1], options);
      const values = [...solution.ys.dataSync()];
      solution.dispose();
      return values.slice(2).reduce((sum, x) => sum + x, 0);
    });
  const step = 1 / 64;
  return variables.map((tensor) => {
    const variable = tensor as tf.Variable;
    const values = variable.dataSync().slice();
    return [...values].map((_, i) => {
      const at = (shift: number) => {
        const moved = values.map((x, j) => (j === i ? x + shift : x));
        tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
        return value();
      };
      const slope = (at(step) - at(-step)) / (2 * step);
      at(0);
      return slope;
    });
  });
}

describe("The option parameters", () => {
  const weights = () => net.trainableWeights.map((weight) => weight.read());
  test.each<[string, () => ParameterTree<tf.Tensor>]>([
    ["a model", () => net],
    ["a model in a list", () => [net]],
    ["the weights of a model", () => net.trainableWeights],
    ["the layers of a model", () => net.layers],
    ["the variables of a model", weights],
  ])("takes %s.", (_, parameters) => {
    const given = gradientsOf(parameters());
    const expected = differences(weights());
    expect(given.map((gradient) => gradient.length)).toEqual([6, 3, 6, 2]);
    // Central differences of float32 values: the cube of the step, and rounding over it.
    for (const [i, gradient] of given.entries())
      for (const [j, x] of gradient.entries()) expect(x).toBeCloseTo(expected[i]?.[j] as number, 3);
  });

  test("accepts models, weights and variables in one record, in the order of its keys.", () => {
    const all = gradientsOf({ k, net });
    expect(all).toEqual([...gradientsOf(k), ...gradientsOf(net)]);
    expect(all.map((gradient) => gradient.length)).toEqual([1, 6, 3, 6, 2]);
  });

  test("refuses a weight that is named by itself and by its model.", () => {
    const twice = [net, net.trainableWeights[1]] as ParameterTree<tf.Tensor>;
    expect(() => gradientsOf(twice)).toThrow("parameters[4] is the same as parameters[1]");
  });
});

test.each([
  ["f", (layer: tf.layers.Layer) => solve(layer, tf.tensor2d([[1, 2]]), [0, 1], { method: "rk4" })],
  [
    "named",
    (layer: tf.layers.Layer) =>
      solve((_t, y) => layer.apply(y) as tf.Tensor, tf.tensor2d([[1, 2]]), [0, 1], {
        method: "rk4",
        parameters: layer,
      }),
  ],
])("A layer that is built when it is first applied has its weights: %s.", (_, solveWith) => {
  const layer = tf.layers.dense({ units: 2 });
  const solution = solveWith(layer);
  expect(solution.parameters.map(({ shape }) => shape)).toEqual([[2, 2], [2]]);
  const { parameters } = solution.pullback(tf.ones([2, 1, 2]));
  expect(parameters.map(({ shape }) => shape)).toEqual([[2, 2], [2]]);
  solution.dispose();
  layer.dispose();
});
