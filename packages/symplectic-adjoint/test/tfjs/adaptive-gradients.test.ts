import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import { adaptiveMethods } from "../support/tfjs/methods.js";
import {
  cotangentTensor,
  expectedOf,
  networkFunction,
  networkState,
  networkWeights,
} from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { exactStrategies } from "../support/tfjs/strategies.js";

const times = [0, 3, 6];

onEachEngine("With steps chosen by the error", () => {
  describe.each(exactStrategies)("$name", (strategy) => {
    it.each(adaptiveMethods)(
      "has the gradient that float64 has on the steps that %s took",
      (method) => {
        const grid = [0];
        let rejected = 0;
        const weights = networkWeights();
        const [fromY0, ...fromWeights] = tf.grads((y0, ...given) => {
          const ys = strategy.integrate(networkFunction(given), y0, times, {
            ...{ method, rtol: 1e-4, atol: 1e-5, firstStep: 3 },
            onStep({ t, accepted }) {
              if (!accepted) rejected++;
              else if (t > 0) grid.push(t);
            },
          });
          return tf.sum(tf.mul(ys, cotangentTensor(times.length)));
        })([networkState(), ...weights]) as [tf.Tensor, ...Array<tf.Tensor>];
        grid.push(6);

        // The rejected steps must have left no trace in the gradient.
        expect(rejected).toBeGreaterThan(0);
        const expected = expectedOf(strategy, times, { method, grid });
        expectClose(fromY0, expected.y0, 1e-5);
        fromWeights.forEach((gradient, i) => {
          expectClose(gradient, expected.weights[i] as Float64Array, 1e-5);
        });
      },
    );
  });
});
