import { measureMemory, tfjs } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { madeOnCpu, numbers, onWasm } from "./on-wasm.js";

/** A network of three layers, y → tanh → tanh → dy/dt, its state, and a cotangent. */
function network(batch: number, state: number, width: number) {
  const filled = (shape: Array<number>, seed: number): tf.Tensor => {
    const scale = 1 / Math.sqrt(shape[0] as number);
    return tf.tensor(
      numbers(tf.util.sizeFromShape(shape), seed).map((x) => x * scale),
      shape,
    );
  };
  const layers = [
    [state, width],
    [width, width],
    [width, state],
  ].map((shape, i) => [filled(shape, i + 1), filled([shape[1] as number], i + 4)] as const);
  const func = (_: number, y: tf.Tensor): tf.Tensor =>
    layers.reduce((x, [weights, bias], i) => {
      const z = tf.add(tf.matMul(x, weights), bias);
      return i < 2 ? tf.tanh(z) : z;
    }, y);
  const y = filled([batch, state], 7);
  const dynamics = tfjs.dynamics(func as never, {
    t0: 0,
    y0: [y],
    structure: { kind: "leaf" },
    differentiate: true,
    parameters: layers.flat(),
  });
  return { dynamics, y, cotangent: filled([batch, state], 8) };
}

const SIZES = [
  [1, 2, 16],
  [64, 2, 64],
  [100, 33, 50],
] as const;

onWasm("A network on wasm", () => {
  test.each(SIZES)("of %i × %i × %i has the VJP of cpu", async (...size) => {
    const run = () => {
      const { dynamics, y, cotangent } = network(...size);
      const wrt = dynamics.parameters.map((_, i) => i);
      const pulled = dynamics.pullback(0, [y], [cotangent], wrt);
      return tf.concat(
        [...pulled.value, ...pulled.y, ...pulled.parameters].map((x) => tf.reshape(x, [-1])),
      );
    };
    const actual = tf.tidy(run).dataSync();
    const expected = (await madeOnCpu(() => tf.tidy(run))).dataSync();
    // Sums over a batch of terms below 1, rounded a few times; on both engines.
    const tolerance = 8 * size[0] * 2 ** -24;
    const off = Math.max(...actual.map((value, i) => Math.abs(value - Number(expected[i]))));
    expect(off).toBeLessThan(tolerance);
  });

  test("of 64 × 2 × 64 is recorded in the bytes of its layers, once", () => {
    const { dynamics, y } = network(64, 2, 64);
    const { peakBytes, remainingBuffers } = measureMemory(() => {
      const { value, release } = dynamics.record(0, [y]);
      release();
      for (const leaf of value) leaf.dispose();
    });
    // Two layers of 64 × 64, before the bias, after it, and after tanh; what is not needed is freed only at the end.
    expect(peakBytes).toBeLessThanOrEqual(6 * 4 * 64 * 64 + 4 * 4 * 64 * 2);
    expect(remainingBuffers).toBe(0);
  });

  test("is trained by an optimizer as on cpu", async () => {
    const train = () => {
      const [x, target] = [
        tf.tensor2d(numbers(24, 1), [8, 3]),
        tf.tensor2d(numbers(16, 2), [8, 2]),
      ];
      const weights = tf.variable(tf.tensor2d(numbers(6, 3), [3, 2]));
      const optimizer = tf.train.adam(0.1);
      const loss = () => tf.mean(tf.squaredDifference(tf.softplus(tf.matMul(x, weights)), target));
      for (let i = 0; i < 20; i++) optimizer.minimize(loss as () => tf.Scalar);
      const trained = weights.clone();
      weights.dispose();
      optimizer.dispose();
      return trained;
    };
    const actual = tf.tidy(train).dataSync();
    const expected = (await madeOnCpu(() => tf.tidy(train))).dataSync();
    actual.forEach((value, i) => {
      expect(value).toBeCloseTo(Number(expected[i]), 4);
    });
  });
});
