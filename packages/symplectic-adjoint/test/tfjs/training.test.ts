import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.5, 1];
const options = { method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;

/** A model with weights that are the same each time. */
function model(): tf.Sequential {
  const init = (seed: number) => tf.initializers.randomNormal({ stddev: 0.3, seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({
        ...{ units: 6, activation: "tanh", inputShape: [2], kernelInitializer: init(1) },
      }),
      tf.layers.dense({ units: 2, kernelInitializer: init(2) }),
    ],
  });
}

/** A rotation by a quarter, which y' = (y_2, −y_1) makes of points on a circle. */
const points = () =>
  tf.tensor2d([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0.5, 0.5],
  ]);
const turned = () =>
  tf.tensor2d([
    [0, -1],
    [1, 0],
    [0, 1],
    [0.5, -0.5],
  ]);

onEachEngine("A layers model", () => {
  describe.each(strategies)("is trained through $name", ({ integrate, integrateAsync }) => {
    it("by minimize, until the loss is a fraction of what it was", () => {
      const net = model();
      const optimizer = tf.train.adam(0.05);
      const [x, target] = [points(), turned()];
      const loss = (): tf.Scalar => {
        const ys = integrate(net, x, times, options);
        const end = tf.reshape(tf.slice(ys, [2]), [4, 2]);
        return tf.losses.meanSquaredError(target, end) as tf.Scalar;
      };
      const losses = Array.from({ length: 25 }, () => {
        const cost = optimizer.minimize(loss, true) as tf.Scalar;
        return cost.dataSync()[0] as number;
      });
      expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 5);
      optimizer.dispose();
      net.dispose();
    });

    it("asynchronously, with the same first step", async () => {
      const [one, two] = [model(), model()];
      const optimizer = tf.train.sgd(0.5);
      const x = points();
      optimizer.minimize(() => tf.sum(integrate(one, x, times, options)) as tf.Scalar);
      const solution = await integrateAsync(two, x, times, options);
      expect(solution.parameters).toHaveLength(4);
      optimizer.minimize(() => tf.sum(solution.differentiable(x)) as tf.Scalar);
      one.getWeights().forEach((weight, i) => {
        expectClose(weight, two.getWeights()[i] as tf.Tensor, 0);
      });
      expect(refusalOf(() => solution.pullback(solution.ys)).code).toBe("PARAMETERS_CHANGED");
      solution.dispose();
      optimizer.dispose();
      for (const net of [one, two]) net.dispose();
    });

    it("within a function of the time, frozen weights aside", () => {
      const net = model();
      (net.layers[0] as tf.layers.Layer).trainable = false;
      const f = (t: number, y: tf.Tensor) => tf.mul(net.apply(y) as tf.Tensor, Math.cos(t));
      const x = points();
      const { grads } = tf.variableGrads(
        () => tf.sum(integrate(f, x, times, options)) as tf.Scalar,
        net.trainableWeights.map((weight) => weight.read() as tf.Variable),
      );
      expect(Object.keys(grads)).toHaveLength(2);
      for (const gradient of Object.values(grads)) {
        expect(tf.max(tf.abs(gradient)).dataSync()[0]).toBeGreaterThan(0);
      }
      net.dispose();
    });
  });
});
