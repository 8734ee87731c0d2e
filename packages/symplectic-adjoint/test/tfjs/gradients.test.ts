import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import { methods } from "../support/tfjs/methods.js";
import {
  cotangentTensor,
  expectedOf,
  networkFunction,
  networkState,
  networkWeights,
} from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.4, 1];

onEachEngine("The gradient of float64 on the same steps", () => {
  describe.each(strategies)("is that of $name", (strategy) => {
    it.each(methods)("with %s, by tf.grads, tf.variableGrads and minimize", (method) => {
      const options = { method, stepsPerInterval: 2 };
      const expected = expectedOf(strategy, times, options);
      const weighted = (y0: tf.Tensor, weights: ReadonlyArray<tf.Tensor>): tf.Scalar => {
        const ys = strategy.integrate(networkFunction(weights), y0, times, options);
        return tf.sum(tf.mul(ys, cotangentTensor(times.length)));
      };
      const y0 = networkState();
      const weights = networkWeights();

      const [fromY0, ...fromWeights] = tf.grads((start, ...given) => weighted(start, given))([
        y0,
        ...weights,
      ]) as [tf.Tensor, ...Array<tf.Tensor>];
      expectClose(fromY0, expected.y0, 1e-5);
      fromWeights.forEach((gradient, i) => {
        expectClose(gradient, expected.weights[i] as Float64Array, 1e-5);
      });

      const variables = weights.map((weight) => tf.variable(weight));
      const { grads } = tf.variableGrads(() => weighted(y0, variables));
      expect(Object.keys(grads)).toEqual(variables.map(({ name }) => name));
      variables.forEach(({ name }, i) => {
        expectClose(grads[name] as tf.Tensor, expected.weights[i] as Float64Array, 1e-5);
      });

      const optimizer = tf.train.sgd(1);
      optimizer.minimize(() => weighted(y0, variables));
      optimizer.dispose();
      variables.forEach((variable, i) => {
        const step = tf.sub(weights[i] as tf.Tensor, variable);
        expectClose(step, expected.weights[i] as Float64Array, 1e-5);
      });
    });
  });
});
