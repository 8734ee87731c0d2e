import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectValues } from "../../test/expect-values.js";
import { onEachEngine, tensorsLeft } from "../../test/on-each-engine.js";
import { errorNorm, scaledError } from "./error-norm.js";

const single = { rtol: [1e-3], atol: [1e-6] };
const double = { rtol: [1e-3, 0], atol: [1e-6, 0.5] };

function scaledInDouble(
  error: Array<number>,
  from: Array<number>,
  to: Array<number>,
  rtol: number,
  atol: number,
): Array<number> {
  return error.map((e, i) => {
    return e / (atol + rtol * Math.max(Math.abs(Number(from[i])), Math.abs(Number(to[i]))));
  });
}

const rms = (values: Array<number>): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

const norm = (
  error: Array<tf.Tensor>,
  from: Array<tf.Tensor>,
  to: Array<tf.Tensor>,
  tolerances: typeof single,
): number => {
  const result = errorNorm(error, from, to, tolerances);
  return typeof result === "number" ? result : Number(result.dataSync()[0]);
};

onEachEngine("The error norm", () => {
  it("is the RMS of the error over its tolerance", () => {
    const value = fc.float({ min: -10, max: 10, noNaN: true });
    const row = fc.tuple(value, value, value);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        tf.tidy(() => {
          const [error, from, to] = [0, 1, 2].map((k) => rows.map((r) => Number(r[k])));
          if (error === undefined || from === undefined || to === undefined) return;
          const args = [error, from, to].map((values) => [tf.tensor1d(values)]) as [
            Array<tf.Tensor>,
            Array<tf.Tensor>,
            Array<tf.Tensor>,
          ];
          const wanted = scaledInDouble(error, from, to, 1e-3, 1e-6);
          expectValues(scaledError(...args, single)[0] as tf.Tensor, wanted);
          const exact = rms(wanted);
          expect(Math.abs(norm(...args, single) - exact)).toBeLessThanOrEqual(3e-6 * exact);
        });
      }),
      { seed: 42, numRuns: 50 },
    );
  });

  it("is the largest of the leaves' norms, each with its own tolerances", () => {
    const error = [tf.tensor1d([1e-6, 1e-6]), tf.tensor2d([[1, 2]])];
    const state = [tf.tensor1d([0, 0]), tf.tensor2d([[1, 1]])];
    expect(norm(error, state, state, double)).toBeCloseTo(2 * Math.sqrt(2.5), 5);
    const larger = [tf.tensor1d([1e-4, 1e-4]), tf.tensor2d([[1, 2]])];
    expect(norm(larger, state, state, double)).toBeCloseTo(100, 3);
  });

  it("counts an empty leaf as zero", () => {
    const error = [tf.zeros([0, 3]), tf.tensor1d([2])];
    const state = [tf.zeros([0, 3]), tf.tensor1d([0])];
    expect(norm(error, state, state, double)).toBeCloseTo(4, 5);
    expect(errorNorm([tf.zeros([0])], [tf.zeros([0])], [tf.zeros([0])], single)).toBe(0);
  });

  const strange = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const places = ["error", "from", "to"].flatMap((place, i) => {
    return strange.flatMap((value) => [0, 1].map((leaf) => [value, place, leaf, i] as const));
  });
  it.each(places)("propagates %s in %s of leaf %i", (value, _, leaf, place) => {
    const state = (): Array<tf.Tensor> => [tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 2])];
    const states = [state(), state(), state()] as const;
    states[place]?.splice(leaf, 1, tf.tensor1d(leaf === 0 ? [1, value, 3] : [value, 2]));
    expect(Number.isFinite(norm(states[0], states[1], states[2], double))).toBe(false);
    const one = states.map((s) => [s[leaf] as tf.Tensor]) as [
      Array<tf.Tensor>,
      Array<tf.Tensor>,
      Array<tf.Tensor>,
    ];
    expect(Number.isFinite(norm(...one, single))).toBe(false);
    const scaled = Array.from(scaledError(...one, single)[0]?.dataSync() ?? []);
    expect(scaled.filter((x) => !Number.isFinite(x)).length).toBe(1);
  });

  it("is infinite if the error is infinite", () => {
    const error = [tf.tensor1d([1]), tf.tensor1d([Number.NEGATIVE_INFINITY])];
    const state = [tf.tensor1d([1]), tf.tensor1d([1])];
    expect(norm(error, state, state, double)).toBe(Number.POSITIVE_INFINITY);
  });

  it("creates only its scalar", () => {
    const state = [tf.tensor1d([1, 2]), tf.tensor1d([3])];
    expect(tensorsLeft(() => errorNorm(state, state, state, double))).toBe(1);
    expect(tensorsLeft(() => scaledError(state, state, state, double))).toBe(2);
    const result = errorNorm(state, state, state, double);
    expect((result as tf.Tensor).shape).toEqual([]);
  });
});
