import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { odeintAdjoint } from "../../src/index.js";
import { expectClose, numbersOf } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

// y' = a y cos t: y(t) = y0 exp(a (sin t − sin t0)), in float32.

const a = 0.7;
const start = [1, -2];
const options = { rtol: 1e-6, atol: 1e-7 } as const;

const solutionAt = (t: number, t0: number): Array<number> =>
  start.map((y) => y * Math.exp(a * (Math.sin(t) - Math.sin(t0))));

/** ∂/∂t_i of Σ_i Σ_j weights_ij y_j(t_i), in closed form. */
function expectedGradient(
  times: ReadonlyArray<number>,
  weights: ReadonlyArray<ReadonlyArray<number>>,
) {
  const [t0 = 0] = times;
  const products = times.map((t, i) =>
    solutionAt(t, t0).reduce((sum, y, j) => sum + y * (weights[i]?.[j] ?? 0), 0),
  );
  // Output 0 is y0, whatever t0 is.
  const later = products.slice(1).reduce((sum, product) => sum + product, 0);
  return products.map((product, i) =>
    i === 0 ? -a * Math.cos(t0) * later : product * a * Math.cos(times[i] as number),
  );
}

const weights = [
  [0.3, 1],
  [-1.5, 0.5],
  [2, 0.25],
  [1, -1],
];

function gradientFor(
  times: ReadonlyArray<number>,
  rows = weights,
  f = (t: number, y: tf.Tensor) => tf.mul(y, a * Math.cos(t)),
  more = {},
): tf.Tensor {
  const loss = (t: tf.Tensor) =>
    tf.sum(
      tf.mul(odeintAdjoint(f, tf.tensor1d(start), t, { ...options, ...more }), tf.tensor2d(rows)),
    );
  return tf.grad(loss)(tf.tensor1d([...times]));
}

onEachEngine("The gradient of odeintAdjoint for times on a tape", () => {
  describe.each([
    ["increasing", [0.5, 1, 1.75, 2]],
    ["decreasing", [2, 1.25, 0.5, -1]],
  ])("that are %s", (_, times) => {
    it("is the closed form", () => {
      expectClose(gradientFor(times), tf.tensor1d(expectedGradient(times, weights)), 1e-4);
    });

    it("is the difference of losses", () => {
      const loss = (t: Array<number>) => {
        const ys = odeintAdjoint(
          (s: number, y: tf.Tensor) => tf.mul(y, a * Math.cos(s)),
          tf.tensor1d(start),
          t,
          options,
        );
        return Array.from(numbersOf(ys)).reduce(
          (sum, y, i) => sum + y * (weights.flat()[i] as number),
          0,
        );
      };
      const found = numbersOf(gradientFor(times));
      const epsilon = 2 ** -6;
      times.forEach((_time, i) => {
        const moved = (by: number) => loss(times.map((t, j) => (i === j ? t + by : t)));
        const difference = (moved(epsilon) - moved(-epsilon)) / (2 * epsilon);
        expect(Math.abs((found[i] as number) - difference)).toBeLessThan(1e-3);
      });
    });
  });

  it("is returned with those of y0 and of the parameters, which are unchanged", () => {
    const rate = tf.variable(tf.scalar(a));
    const y0 = tf.tensor1d(start);
    const f = (t: number, y: tf.Tensor) => tf.mul(y, tf.mul(rate, Math.cos(t)));
    const lossOf = (y: tf.Tensor, r: tf.Tensor, t: tf.Tensor | Array<number>) =>
      tf.add(tf.sum(odeintAdjoint(f, y, t as tf.Tensor1D, options)), tf.mul(r, 0)) as tf.Scalar;
    const times = [0, 0.5, 1];
    const [fromY0, , fromTimes] = tf.grads((y, r, t) => lossOf(y, r, t))([
      y0,
      tf.scalar(1),
      tf.tensor1d(times),
    ]) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const alone = tf.grad((y: tf.Tensor) => lossOf(y, tf.scalar(1), times))(y0);
    expectClose(fromY0, alone, 0);
    const ones = times.map(() => [1, 1]);
    expectClose(fromTimes, tf.tensor1d(expectedGradient(times, ones)), 1e-4);
  });

  it("is that of the left limit at a jump, and of the right limit where the solve starts", () => {
    // f is 1 before t = 1, and 3 from then on.
    const f = (t: number, y: tf.Tensor) => tf.add(tf.mul(y, 0), t < 1 ? 1 : 3);
    const rows = [
      [0, 0],
      [1, 0],
    ];
    const at = (times: Array<number>) =>
      Array.from(numbersOf(gradientFor(times, rows, f, { jumpT: [1] })));
    expect(at([0, 1])).toEqual([-1, 1]);
    expect(at([1, 2])).toEqual([-3, 3]);
    expect(at([2, 1])).toEqual([-3, 3]);
    expect(at([1, 0])).toEqual([-1, 1]);
  });

  it("is zero for a single time, and for outputs that the loss does not contain", () => {
    expect(Array.from(numbersOf(gradientFor([1], [[1, 1]])))).toEqual([0]);
    const rows = [
      [1, 1],
      [0, 0],
      [1, 1],
    ];
    const [first, second, last] = Array.from(numbersOf(gradientFor([0, 1, 2], rows)));
    expect(first).not.toBe(0);
    expect(second).toBeCloseTo(0, 12);
    expect(last).not.toBe(0);
  });
});
