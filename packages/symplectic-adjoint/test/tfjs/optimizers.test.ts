import * as tf from "@tensorflow/tfjs";
import { describe, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import {
  cotangentTensor,
  expectedOf,
  networkFunction,
  networkState,
  networkWeights,
} from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.5, 1];
const options = { method: "dopri5", stepsPerInterval: 2 } as const;

onEachEngine("A first step of an optimizer", () => {
  describe.each(strategies)("with the gradient of $name", (strategy) => {
    it("leads to the weights that the gradient of float64 leads to", () => {
      const { weights: gradients } = expectedOf(strategy, times, options);
      const start = networkWeights();
      const variables = start.map((weight) => tf.variable(weight));
      // Adam's first step is −rate·g/(|g| + ε): with ε = 1 it depends on the size of g, not on its sign alone.
      const rate = 0.5;
      const optimizer = tf.train.adam(rate, 0.9, 0.999, 1);
      optimizer.minimize(() => {
        const ys = strategy.integrate(networkFunction(variables), networkState(), times, options);
        return tf.sum(tf.mul(ys, cotangentTensor(times.length)));
      });
      optimizer.dispose();
      variables.forEach((variable, i) => {
        const expected = (gradients[i] as Float64Array).map((g) => (rate * g) / (Math.abs(g) + 1));
        expectClose(tf.sub(start[i] as tf.Tensor, variable), expected, 1e-5);
      });
    });
  });
});
