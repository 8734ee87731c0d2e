import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { numbers, onCpu } from "./on-cpu.js";

type Axes = Array<number> | undefined;

const run = (name: string, inputs: object, attrs: object = {}): tf.Tensor =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs as never) as tf.Tensor;

/** Half an ulp, relative to a scale, and what the reference itself may be off. */
function expectClose(found: tf.Tensor, exact: ArrayLike<number>, scale = exact): void {
  const values = found.dataSync();
  expect(values.length).toBe(exact.length);
  for (let i = 0; i < values.length; i++) {
    const off = Math.abs((values[i] ?? Number.NaN) - (exact[i] ?? Number.NaN));
    expect(off).toBeLessThanOrEqual(2 ** -23.9 * Math.abs(scale[i] ?? 0) + 1e-45);
  }
}

onCpu("The kernels of cpu", () => {
  test("multiply matrices of any size, transposed or not, with sums in double precision.", () => {
    const size = fc.integer({ min: 0, max: 9 });
    const shape = fc.record({ batch: fc.constantFrom(0, 1, 3), m: size, k: size, n: size });
    fc.assert(
      fc.property(shape, fc.boolean(), fc.boolean(), ({ batch, m, k, n }, ta, tb) => {
        const outer = batch === 0 ? [] : [batch];
        const count = batch === 0 ? 1 : batch;
        const [x, y] = [numbers(count * m * k, 3), numbers(count * k * n, 5)];
        const a = tf.tensor(x, [...outer, ...(ta ? [k, m] : [m, k])]);
        const b = tf.tensor(y, [...outer, ...(tb ? [n, k] : [k, n])]);
        const exact: Array<number> = [];
        for (let c = 0; c < count; c++) {
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              let sum = 0;
              for (let l = 0; l < k; l++) {
                const p = c * m * k + (ta ? l * m + i : i * k + l);
                const q = c * k * n + (tb ? j * k + l : l * n + j);
                sum += (x[p] ?? 0) * (y[q] ?? 0);
              }
              exact.push(sum);
            }
          }
        }
        const product = tf.matMul(a, b, ta, tb);
        expect(product.shape).toEqual([...outer, m, n]);
        expectClose(product, exact);
        tf.dispose([a, b, product]);
      }),
      { seed: 2, numRuns: 150 },
    );
  });

  test("fall back to the engine's kernels for batches that broadcast, integers and wrong sizes.", () => {
    const a = tf.tensor(numbers(6), [1, 2, 3]);
    const b = tf.tensor(numbers(24), [2, 3, 4]);
    const product = tf.matMul(a, b);
    expect(product.shape).toEqual([2, 2, 4]);
    const [first] = tf.unstack(product) as [tf.Tensor];
    const alone = tf.matMul(tf.squeeze(a, [0]), tf.unstack(b)[0] as tf.Tensor2D);
    expectClose(first, alone.dataSync());
    expect(tf.sum(tf.tensor1d([1, 2], "int32")).dtype).toBe("int32");
    const integers = [tf.tensor1d([1], "int32"), tf.tensor1d([2], "int32")];
    expect(tf.stack(integers).dtype).toBe("int32");
    expect(() => run("BatchMatMul", { a: tf.zeros([2, 3]), b: tf.zeros([2, 3]) }, {})).toThrow();
  });

  test("sum and average over any axes, in double precision.", () => {
    const axes: fc.Arbitrary<Axes> = fc.constantFrom<Array<Axes>>(
      undefined,
      [],
      [0],
      [1],
      [2],
      [-1],
      [0, 1],
      [1, 2],
      [0, 2],
      [1, 0],
    );
    fc.assert(
      fc.property(axes, fc.boolean(), (axis, keepDims) => {
        const x = tf.tensor(numbers(60, 7), [3, 4, 5]);
        const [sum, mean] = [tf.sum(x, axis, keepDims), tf.mean(x, axis, keepDims)];
        const reduced = new Set((axis ?? [0, 1, 2]).map((i) => (i + 3) % 3));
        const count = [3, 4, 5].reduce((n, size, i) => (reduced.has(i) ? n * size : n), 1);
        const kept = [3, 4, 5].map((size, i) => (reduced.has(i) ? 1 : size));
        const exact = new Float64Array(60 / count);
        const data = x.dataSync();
        for (let e = 0; e < 60; e++) {
          const at = [Math.floor(e / 20), Math.floor(e / 5) % 4, e % 5];
          const to = at.reduce((p, i, d) => p * (kept[d] ?? 1) + (reduced.has(d) ? 0 : i), 0);
          exact[to] = (exact[to] ?? 0) + (data[e] ?? 0);
        }
        const shape = keepDims ? kept : [3, 4, 5].filter((_, i) => !reduced.has(i));
        expect([sum.shape, mean.shape]).toEqual([shape, shape]);
        // Axes that are not next to one another are the engine's business, and summed in two steps.
        const scale = exact.map((value) => (reduced.size === 2 ? 4 : value));
        expectClose(sum, exact, scale);
        expectClose(
          mean,
          exact.map((value) => value / count),
          scale,
        );
        tf.dispose([x, sum, mean]);
      }),
      { seed: 3, numRuns: 60 },
    );
    expect(tf.sum(tf.zeros([0, 2]), 0).dataSync()).toEqual(Float32Array.of(0, 0));
  });

  test("compute tanh to half an ulp everywhere.", () => {
    const x = [...numbers(2000, 11)].flatMap((u) => [u, 20 * u, 1e-2 * u, 2e-3 * u, 1e-6 * u]);
    x.push(0, 1e-3, -1e-3, 1e-40, 88, 1000, -1000, Number.POSITIVE_INFINITY);
    const rounded = Float32Array.from(x);
    expectClose(tf.tanh(tf.tensor1d(rounded)), Float64Array.from(rounded, Math.tanh));
    expect(Object.is(tf.tanh(tf.scalar(-0)).dataSync()[0], -0)).toBe(true);
    expect(tf.tanh(tf.scalar(Number.NaN)).dataSync()[0]).toBeNaN();
  });

  test("pull back activations according to the formulas.", () => {
    const [d, x] = [numbers(300, 13), numbers(300, 17).map((u) => 6 * u)];
    const [dy, t] = [tf.tensor1d(d), tf.tensor1d(x)];
    const each = (f: (dy: number, x: number) => number) =>
      Float64Array.from(d, (g, i) => f(g, x[i] ?? 0));
    const y = numbers(300, 19);
    const saved = tf.tensor1d(y);
    const outputs = (f: (y: number) => number) => Float64Array.from(d, (g, i) => g * f(y[i] ?? 0));
    expectClose(
      run("TanhGrad", { dy, y: saved }),
      outputs((v) => 1 - v * v),
    );
    expectClose(
      run("SigmoidGrad", { dy, y: saved }),
      outputs((v) => v * (1 - v)),
    );
    expectClose(
      run("ReluGrad", { dy, x: t }),
      each((g, v) => (v > 0 ? g : 0)),
    );
    expectClose(
      run("SoftplusGrad", { dy, x: t }),
      each((g, v) => g / (1 + Math.exp(-v))),
    );
    const nan = run("ReluGrad", { dy: tf.scalar(1), x: tf.scalar(Number.NaN) });
    expect(nan.dataSync()[0]).toBeNaN();
  });

  test("stack and unstack rows by copying them.", () => {
    const rows = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]])];
    const stacked = tf.stack(rows);
    expect([stacked.shape, [...stacked.dataSync()]]).toEqual([
      [2, 1, 2],
      [1, 2, 3, 4],
    ]);
    const [first, second] = tf.unstack(stacked) as [tf.Tensor, tf.Tensor];
    expect([first.shape, [...second.dataSync()]]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    second.dataSync()[0] = 7;
    expect([...stacked.dataSync()]).toEqual([1, 2, 3, 4]);
    expect(tf.stack(rows, 1).shape).toEqual([1, 2, 2]);
    expect(tf.unstack(tf.zeros([0, 2])).length).toBe(0);
  });
});
