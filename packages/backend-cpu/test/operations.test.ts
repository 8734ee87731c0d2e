import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { numbers, onCpu } from "./on-cpu.js";

const values = (tensor: tf.Tensor | undefined) => [...(tensor as tf.Tensor).dataSync()];

onCpu("The fused operations of cpu", () => {
  test("combine any number of terms to half an ulp of the sum in double precision.", () => {
    const sizes = fc.constantFrom(0, 1, 2, 7, 1023, 1024, 1025, 3000);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), sizes, fc.boolean(), (terms, size, based) => {
        const rows = Array.from({ length: terms + 1 }, (_, j) => numbers(size, j + 2));
        const weights = [...numbers(terms, 99)].map((w, j) => (j % 5 === 3 ? 0 : w));
        const [base, ...states] = rows.map((row) => [tf.tensor1d(row)]);
        const given = based || terms === 0 ? base : undefined;
        const [combined] = tfjs.linearCombination(given, 0.1, weights, states);
        const exact = Float64Array.from({ length: size }, (_, i) =>
          weights.reduce(
            (sum, w, j) => sum + 0.1 * w * (rows[j + 1]?.[i] ?? 0),
            given === undefined ? 0 : (rows[0]?.[i] ?? 0),
          ),
        );
        const found = values(combined);
        // Rounding to float32, of a sum whose own error in double precision is far smaller.
        found.forEach((value, i) => {
          expect(Math.abs(value - (exact[i] ?? 0))).toBeLessThanOrEqual(
            2 ** -24 * Math.abs(exact[i] ?? 0) + 1e-15,
          );
        });
        tf.dispose([...states.flat(), base?.[0] as tf.Tensor, combined as tf.Tensor]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test("return the norm and the dot product synchronously, in double precision.", () => {
    const n = 100_000;
    const [e, x] = [tf.fill([n], 0.1), tf.zeros([n])];
    const single = Math.fround(0.1);
    const tolerances = { rtol: [0], atol: [1] };
    // A sum in float32 would be off by 1e-4.
    expect(tfjs.errorNorm([e], [x], [x], tolerances)).toBeCloseTo(single, 12);
    expect(tfjs.dot([e], [e])).toBeCloseTo(n * single * single, 8);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "propagate %s to the norm, from any position.",
    (bad) => {
      const fine = tf.tensor1d([1, 2]);
      const spoilt = tf.tensor1d([1, bad]);
      const other = tf.tensor1d([5, 5]);
      for (const place of [0, 1, 2]) {
        const [e, x, y] = [0, 1, 2].map((i) => [i === place ? spoilt : fine, other]);
        const states = [e, x, y] as [Array<tf.Tensor>, Array<tf.Tensor>, Array<tf.Tensor>];
        const norm = tfjs.errorNorm(...states, { rtol: [1, 1], atol: [1, 1] });
        expect(Number.isFinite(norm)).toBe(false);
        const reversed = states.map((state) => state.slice().reverse()) as typeof states;
        expect(Number.isFinite(tfjs.errorNorm(...reversed, { rtol: [1, 1], atol: [1, 1] }))).toBe(
          false,
        );
      }
    },
  );

  test("read float32 tensors whose buffer contains integers, or numbers that were given as a list.", () => {
    const cast = tf.cast(tf.tensor1d([1, -2, 3], "int32"), "float32");
    const listed = tf.engine().makeTensor([0.5, 1, 2] as never, [3], "float32");
    const [sum] = tfjs.linearCombination([cast], 2, [1], [[listed]]);
    expect(values(sum)).toEqual([2, 0, 7]);
    expect((sum as tf.Tensor).dataSync()).toBeInstanceOf(Float32Array);
    expect(tfjs.dot([cast], [listed])).toBe(4.5);
    expect(values(tfjs.accumulate([cast], [listed])[0])).toEqual([1.5, -1, 5]);
  });

  test("accumulate into an unshared buffer, and never into a shared one.", () => {
    const array = Float32Array.of(1, 2);
    const given = tf.tensor1d(array);
    const term = [tf.tensor1d([10, 20])];
    const once = tfjs.accumulate([given], term);
    expect([...array]).toEqual([1, 2]);
    const twice = tfjs.accumulate(once, term);
    expect(twice[0]).toBe(once[0]);
    expect(values(twice[0])).toEqual([21, 42]);
    const seen = tf.clone(twice[0] as tf.Tensor);
    const thrice = tfjs.accumulate(twice, term);
    expect([values(seen), values(thrice[0])]).toEqual([
      [21, 42],
      [31, 62],
    ]);
  });
});
