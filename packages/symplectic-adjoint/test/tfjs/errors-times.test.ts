import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

const f = (_t: number, y: tf.Tensor) => tf.mul(y, -1);
const options = { method: "rk4", stepsPerInterval: 4 } as const;

const bad: ReadonlyArray<readonly [string, () => unknown, RegExp, RegExp]> = [
  ["an empty list", () => [], /is empty \(got \[\]\)/, /at least the initial time/],
  ["an empty tensor", () => tf.tensor1d([]), /is empty/, /at least the initial time/],
  [
    "a tensor of two dimensions",
    () => tf.tensor2d([[0, 1]]),
    /list of numbers or a one-dimensional array \(got a float32 tensor of shape \[1, ?2\]\)/,
    /\[0, 0\.5, 1\]/,
  ],
  ["a scalar tensor", () => tf.scalar(1), /one-dimensional array/, /\[0, 0\.5, 1\]/],
  ["a number", () => 1, /one-dimensional array \(got 1\)/, /\[0, 0\.5, 1\]/],
  ["nothing", () => undefined, /one-dimensional array \(got undefined\)/, /\[0, 0\.5, 1\]/],
  ["not monotone", () => tf.tensor1d([0, 2, 1]), /is not at index 2/, /Sort the times/],
  [
    "not a number",
    () => [0, Number.NaN],
    /at index 1 \(got \[0, NaN\]\)/,
    /finite numbers in the unit of time/,
  ],
  [
    "not a number, in a tensor",
    () => tf.tensor1d([Number.NaN, 1]),
    /at index 0/,
    /finite numbers in the unit of time/,
  ],
  [
    "infinite",
    () => [0, Number.POSITIVE_INFINITY],
    /at index 1/,
    /finite numbers in the unit of time/,
  ],
  ["text", () => [0, "1"], /at index 1 \(got \[0, "1"\]\)/, /finite numbers in the unit of time/],
];

onEachEngine("Times", () => {
  describe.each(strategies)("of $name", ({ integrate, integrateAsync }) => {
    it.each(bad)("are refused that are %s", async (_, make, message, remedy) => {
      const [y0, t] = [tf.scalar(1), make() as Array<number>];
      for (const found of [
        refusalOf(() => integrate(f, y0, t)),
        await rejectionOf(integrateAsync(f, y0, t)),
      ]) {
        const [name, code, argument] = ["InvalidTimesError", "INVALID_TIMES", "t"];
        expect(found).toMatchObject({ name, code, argument });
        expect(found.message).toMatch(message);
        expect(found.remedy).toMatch(remedy);
      }
    });

    it("may be a tensor, and then are the same as numbers", async () => {
      const y0 = tf.tensor1d([1, 2]);
      const numbers = [0, 0.5, 1.25];
      const expected = integrate(f, y0, numbers, options);
      for (const t of [
        tf.tensor1d(numbers),
        Float64Array.from(numbers),
        new Float32Array(numbers),
      ]) {
        expectClose(integrate(f, y0, t, options), expected, 0);
        const solution = await integrateAsync(f, y0, t, options);
        expectClose(solution.ys, expected, 0);
        expect(solution.t).toEqual(numbers);
        solution.dispose();
      }
      const integers = tf.tensor1d([0, 1, 2], "int32");
      expectClose(integrate(f, y0, integers, options), integrate(f, y0, [0, 1, 2], options), 0);
      const gradient = (t: tf.Tensor1D | Array<number>) =>
        tf.grad((y: tf.Tensor) => tf.sum(integrate(f, y, t, options)))(y0);
      expectClose(gradient(tf.tensor1d(numbers)), gradient(numbers), 0);
    });
  });

  const exact = strategies.filter((strategy) => strategy.exact);
  describe.each(exact)("of $name", ({ integrate }) => {
    it("have no gradient if f uses them as numbers, and the error says what to write", () => {
      const gradients = tf.grads((y: tf.Tensor, t: tf.Tensor) =>
        tf.sum(integrate((s, z) => tf.mul(z, Math.cos(s)), y, t as tf.Tensor1D, options)),
      );
      expect(refusalOf(() => gradients([tf.scalar(1), tf.tensor1d([0, 1])]))).toMatchObject({
        name: "UnsupportedGradientError",
        code: "UNSUPPORTED_GRADIENT",
        remedy: expect.stringContaining('time: "tensor"'),
      });
      disposeAbandonedTape();
    });

    it("have a gradient if f does not use them", () => {
      const [, byTime] = tf.grads((y: tf.Tensor, t: tf.Tensor) =>
        tf.sum(tf.slice(integrate(f, y, t as tf.Tensor1D, options), [1], [1])),
      )([tf.scalar(1), tf.tensor1d([0, 1])]) as [tf.Tensor, tf.Tensor];
      // One step of length h = 1 / 4 multiplies by p(−h) = Σ (−h)ⁿ / n!, n ≤ 4; there are four.
      const p = 1 - 1 / 4 + 1 / 32 - 1 / 384 + 1 / 6144;
      const slope = -(p ** 3) * (1 - 1 / 4 + 1 / 32 - 1 / 384);
      const [first, last] = Array.from(byTime.dataSync());
      expect(last).toBeCloseTo(slope, 5);
      expect(first).toBeCloseTo(-slope, 5);
    });
  });
});
