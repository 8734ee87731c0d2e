import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";
import { matMulKernels } from "./mat-mul-kernels.js";

const filled = (shape: Array<number>, seed: number): tf.Tensor =>
  tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);

const size = fc.integer({ min: 0, max: 21 });
const batch = fc.constantFrom<Array<[Array<number>, Array<number>]>>(
  [[], []],
  [[3], [3]],
  [[1], [4]],
  [[3], [1]],
  [[2, 1], [3]],
  [
    [2, 3],
    [2, 3],
  ],
);

const product = fc.record({
  m: size,
  k: size,
  n: size,
  outer: batch,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

interface Product {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly outer: [Array<number>, Array<number>];
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Entries and products are at most 1: k roundings of sums below k, and one of each product. */
const tolerance = (k: number): number => (k + 1) * 2 ** -24 * Math.max(1, Math.sqrt(k));

/** Σ a b in double precision. */
function exact({ m, k, n, outer, transposeA, transposeB }: Product): Array<number> {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(...outer);
  const [a, b] = operands({ m, k, n, outer, transposeA, transposeB });
  const [aBatches, bBatches] = [a, b].map((x) => {
    const matrix = x.shape.slice(-2);
    return tf.broadcastTo(x, [...shape, ...matrix]).dataSync();
  }) as [Float32Array, Float32Array];
  const sums: Array<number> = [];
  for (let i = 0; i < tf.util.sizeFromShape(shape); i++) {
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          const x = aBatches[i * m * k + (transposeA ? l * m + row : row * k + l)];
          const y = bBatches[i * k * n + (transposeB ? column * k + l : l * n + column)];
          sum += (x as number) * (y as number);
        }
        sums.push(sum);
      }
    }
  }
  return sums;
}

function operands({ m, k, n, outer: [aOuter, bOuter], transposeA, transposeB }: Product) {
  const a = filled([...aOuter, ...(transposeA ? [k, m] : [m, k])], 1);
  const b = filled([...bOuter, ...(transposeB ? [n, k] : [k, n])], 2);
  return [a, b] as const;
}

function expectExact(given: Product, run = tf.matMul): void {
  tf.tidy(() => {
    const [a, b] = operands(given);
    const result = run(a, b, given.transposeA, given.transposeB);
    const outer = tf.broadcast_util.assertAndGetBroadcastShape(...given.outer);
    expect(result.shape).toEqual([...outer, given.m, given.n]);
    const wanted = exact(given);
    result.dataSync().forEach((value, i) => {
      const off = Math.abs(value - (wanted[i] as number));
      expect(off).toBeLessThanOrEqual(tolerance(given.k));
    });
  });
}

onWasm("A product of matrices on wasm", (get) => {
  it("is exact to rounding for any sizes, transposes and batches", () => {
    const property = fc.property(product, (given) => expectExact(given));
    fc.assert(property, { seed: 5, numRuns: 200 });
  });

  test.each([
    [1, 2, 16],
    [64, 2, 64],
    [5, 300, 6],
    [257, 3, 9],
    [33, 513, 33],
    [300, 257, 18],
    [260, 40, 33],
  ])("is exact to rounding for %i × %i × %i numbers", (m, k, n) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        expectExact({ m, k, n, outer: [[], []], transposeA, transposeB });
      }
    }
  });

  it("adds up sums of 128 terms, so that a million of them keep their digits", () => {
    const n = 2 ** 20;
    const [value] = tf.matMul(tf.fill([1, n], 0.1), tf.ones([n, 1])).dataSync();
    const exact = n * Math.fround(0.1);
    // Sequential summation would have an error of one percent.
    const roundings = 128 + n / 128;
    expect(Math.abs(Number(value) - exact)).toBeLessThan(roundings * 2 ** -24 * exact);
  });

  it("is zero over no terms", () => {
    const result = tf.matMul(tf.ones([3, 0]), tf.ones([0, 5]));
    expect(Array.from(result.dataSync())).toEqual(new Array(15).fill(0));
  });

  it("lets NaN and infinity through", () => {
    const a = tf.tensor2d([
      [1, Number.NaN],
      [0, 1],
    ]);
    const b = tf.tensor2d([
      [1, 2],
      [3, Number.POSITIVE_INFINITY],
    ]);
    const expected = [Number.NaN, Number.NaN, 3, Number.POSITIVE_INFINITY];
    expect(Array.from(tf.matMul(a, b).dataSync())).toEqual(expected);
  });

  it("refuses sizes that do not fit", () => {
    const inputs = { a: tf.ones([2, 3]), b: tf.ones([2, 3]) };
    const attrs = { transposeA: false, transposeB: false };
    expect(() => tf.engine().runKernel("BatchMatMul", inputs, attrs)).toThrow(
      "3 columns and 2 rows",
    );
  });

  test.each(["linear", "relu", "sigmoid", "elu", "relu6", "leakyrelu", "prelu"] as const)(
    "accepts a bias and the activation %s",
    async (activation) => {
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, true],
      ] as const) {
        const run = () => {
          const [a, b] = operands({ m: 7, k: 5, n: 6, outer: [[], []], transposeA, transposeB });
          const [bias, alpha] = [filled([6], 3), filled([6], 4)];
          const [x, y] = [a as tf.Tensor2D, b as tf.Tensor2D];
          return tf.fused.matMul({
            a: x,
            b: y,
            transposeA,
            transposeB,
            bias,
            activation,
            preluActivationWeights: alpha,
            leakyreluAlpha: 0.3,
          });
        };
        await expectAsOnCpu(run, tolerance(5));
      }
    },
  );

  it("uses threads for large products, if available, with explicit transposes", () => {
    const module = get();
    const { tfjs } = module.backend.wasm as unknown as { tfjs: { getThreadsCount(): number } };
    const { getThreadsCount } = tfjs;
    try {
      tfjs.getThreadsCount = () => 4;
      const [kernel] = matMulKernels(module);
      for (const [m, n] of [
        [128, 128],
        [3, 4],
      ] as const) {
        for (const transposeA of [false, true]) {
          for (const transposeB of [false, true]) {
            const given: Product = { m, k: 64, n, outer: [[], []], transposeA, transposeB };
            expectExact(given, (a, b) => {
              const call = {
                inputs: { a: a as tf.Tensor, b: b as tf.Tensor },
                attrs: { transposeA, transposeB },
              };
              const info = kernel?.kernelFunc({ ...call, backend: module.backend });
              return tf
                .engine()
                .makeTensorFromTensorInfo(info as tf.TensorInfo, module.backend) as never;
            });
          }
        }
      }
    } finally {
      tfjs.getThreadsCount = getThreadsCount;
    }
  });
});
