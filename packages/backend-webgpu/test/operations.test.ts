import type { TfjsBackend } from "@symplectic-adjoint/backend-tfjs";
import type { State } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onWebgpu } from "./on-webgpu.js";
import { randomValues } from "./random-values.js";

/** Rounding of float32. */
const ULP = 2 ** -23;
const bufferOf = (tensor: tf.Tensor): object => tensor.dataId;
const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0);

onWebgpu("On WebGPU", (inUse) => {
  const backend = (): TfjsBackend => inUse().backend;
  const webgpu = (): WebGPUBackend => tf.backend() as WebGPUBackend;
  const upload = (size: number, seed: number): tf.Tensor => tf.tensor1d(randomValues(size, seed));

  describe("linearCombination", () => {
    const check = async (size: number, terms: number, hasBase: boolean): Promise<void> => {
      const weights = Array.from({ length: terms }, (_, j) => ((j % 5) - 1.75) / 8);
      const hosts = weights.map((_, j) => randomValues(size, j));
      const base = hasBase ? randomValues(size, 99) : undefined;
      const [result] = backend().linearCombination(
        base && [tf.tensor1d(base)],
        0.5,
        weights,
        hosts.map((values) => [tf.tensor1d(values)]),
      );
      const actual = await (result as tf.Tensor).data();
      for (let i = 0; i < size; i++) {
        const products = hosts.map(
          (values, j) => 0.5 * (weights[j] as number) * (values[i] as number),
        );
        const first = base?.[i] ?? 0;
        // A rounding for each product, each sum and each coefficient.
        const bound = ULP * 2 * (Math.abs(first) + (terms + 1) * sum(products.map(Math.abs)));
        const error = Math.abs((actual[i] as number) - (first + sum(products)));
        if (!(error <= bound)) expect.fail(`element ${i} is off by ${error}`);
      }
    };

    test.each(Array.from({ length: 20 }, (_, n) => n + 1))("adds up %i terms.", async (terms) => {
      for (const size of [1, 7, 8])
        for (const hasBase of [true, false]) await check(size, terms, hasBase);
    });

    test("adds up as many terms on a device with eight storage buffers.", async () => {
      const limits = Object.assign(Object.create(null), { maxStorageBuffersPerShaderStage: 8 });
      const real = webgpu().device;
      // The default of WebGPU, which this device exceeds.
      webgpu().device = new Proxy(real, {
        get: (target, name) => {
          if (name === "limits") return limits;
          const value = Reflect.get(target, name) as unknown;
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      limits.maxComputeWorkgroupsPerDimension = real.limits.maxComputeWorkgroupsPerDimension;
      try {
        for (let terms = 1; terms <= 20; terms++)
          for (const hasBase of [true, false]) await check(6, terms, hasBase);
      } finally {
        webgpu().device = real;
      }
    });

    test("is right in every element, for any size and number of terms.", async () => {
      const cases = fc.asyncProperty(
        fc.integer({ min: 1, max: 70_000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        check,
      );
      await fc.assert(cases, { seed: 42, numRuns: 20 });
    });

    test("reaches every element of more than 65535 workgroups.", async () => {
      const size = 64 * 65_535 + 3;
      const [ones] = [tf.ones([size])];
      const [threes] = backend().linearCombination([ones], 1, [2], [[ones]]);
      expect((await tf.all(tf.equal(threes as tf.Tensor, 3)).data())[0]).toBe(1);
    });

    test("takes what was cast from integers, whose buffer still holds integers.", async () => {
      const cast = tf.cast(tf.tensor1d([1, 2, 3, 4], "int32"), "float32");
      const [result] = backend().linearCombination([cast], 0.5, [1], [[cast]]);
      expect(Array.from(await (result as tf.Tensor).data())).toEqual([1.5, 3, 4.5, 6]);
      expect(await backend().read(backend().dot([cast], [cast]))).toBe(30);
      const [total] = backend().accumulate([cast], [tf.ones([4])]);
      expect(Array.from(await (total as tf.Tensor).data())).toEqual([2, 3, 4, 5]);
    });
  });

  describe("errorNorm", () => {
    const tolerances = (leaves: number) => ({
      rtol: Array.from({ length: leaves }, () => 2 ** -5),
      atol: Array.from({ length: leaves }, () => 2 ** -7),
    });
    const norm = async (states: ReadonlyArray<ReadonlyArray<Float32Array>>): Promise<number> => {
      const [e, a, b] = states.map((state) => state.map((values) => tf.tensor1d(values)));
      const scalar = backend().errorNorm(
        e as State<tf.Tensor>,
        a as State<tf.Tensor>,
        b as State<tf.Tensor>,
        tolerances((e as State<tf.Tensor>).length),
      );
      if (typeof scalar !== "number") expect(scalar.shape).toEqual([]);
      return backend().read(scalar);
    };
    const states = (sizes: ReadonlyArray<number>) =>
      [1, 2, 3].map((seed) => sizes.map((size, i) => randomValues(size, 10 * seed + i)));

    const expected = ([e, a, b]: ReturnType<typeof states>): number =>
      Math.max(
        ...(e ?? []).map((leaf, l) => {
          const squares = Array.from(leaf, (value, i) => {
            const largest = Math.max(...[a, b].map((s) => Math.abs(s?.[l]?.[i] as number)));
            return (value / (2 ** -7 + 2 ** -5 * largest)) ** 2;
          });
          return Math.sqrt(sum(squares) / leaf.length);
        }),
      );

    // 16384 elements, or 4096 if they cannot be taken four at a time, is the most that one workgroup takes by itself.
    test.each([
      { sizes: [1] },
      { sizes: [6] },
      { sizes: [4095] },
      { sizes: [4097] },
      { sizes: [16_384] },
      { sizes: [16_388] },
      { sizes: [100_001] },
      { sizes: [1_000_000] },
      { sizes: [3, 50_000, 7] },
      { sizes: [50_000, 50_001] },
    ])("is the largest RMS of leaves of $sizes elements.", async ({ sizes }) => {
      const given = states(sizes);
      const value = expected(given);
      // A thread adds up at most a few hundred squares, one after the other.
      expect(Math.abs((await norm(given)) / value - 1)).toBeLessThanOrEqual(100 * ULP);
    });

    test("is not finite if one element of one state is not, wherever it is.", async () => {
      for (const sizes of [[5], [4097, 4], [4, 100_000]])
        for (const bad of [Number.NaN, Infinity, -Infinity])
          for (const [part, name] of ["error", "from", "to"].entries())
            for (const leaf of sizes.keys())
              for (const place of [0, 0.37, 1]) {
                const given = states(sizes);
                const values = given[part]?.[leaf] as Float32Array;
                values[Math.floor(place * (values.length - 1))] = bad;
                const inError = name === "error" && !Number.isNaN(bad);
                expect(await norm(given), `${bad} in ${name}, leaf ${leaf} of ${sizes}`).toBe(
                  inError ? Infinity : Number.NaN,
                );
              }
    });

    test("is not finite if a square overflows, or a scale does.", async () => {
      const huge = Float32Array.of(3e38, 1);
      const small = Float32Array.of(1, 1);
      expect(await norm([[huge], [small], [small]])).toBeGreaterThan(1e18);
      const [e, x] = [tf.tensor1d(small), tf.tensor1d(huge)];
      const value = backend().errorNorm([e], [x], [x], { rtol: [10], atol: [1] });
      expect(await backend().read(value)).toBeNaN();
    });

    test("leaves out a leaf whose atol is infinite.", async () => {
      const [e, bad] = [tf.tensor1d([3, 4]), tf.tensor1d([Number.NaN])];
      const state = [e, bad];
      const value = backend().errorNorm(state, [tf.zeros([2]), bad], [tf.zeros([2]), bad], {
        rtol: [0, 0],
        atol: [1, Infinity],
      });
      expect(await backend().read(value)).toBeCloseTo(Math.sqrt(12.5), 5);
    });
  });

  test("scaledError tells by sign and kind what is not finite.", async () => {
    const e = tf.tensor1d([1, Infinity, -Infinity, Number.NaN, 1, 1, 0, 2]);
    const a = tf.tensor1d([1, 1, 1, 1, Infinity, 0, 1, Number.NaN]);
    const b = tf.tensor1d([0, 0, 0, 0, 0, -3, 1, 0]);
    const [scaled] = backend().scaledError([e], [a], [b], { rtol: [1], atol: [1] });
    expect(Array.from(await (scaled as tf.Tensor).data())).toEqual([
      1 / 2,
      Infinity,
      -Infinity,
      Number.NaN,
      Number.NaN,
      1 / 4,
      0,
      Number.NaN,
    ]);
  });

  test.each([
    { sizes: [3] },
    { sizes: [4099] },
    { sizes: [200_000] },
    { sizes: [100_001, 4, 50_000] },
  ])("dot is the sum of products of leaves of $sizes elements.", async ({ sizes }) => {
    const [a, b] = [1, 2].map((seed) => sizes.map((size, i) => randomValues(size, 7 * seed + i)));
    const upload = (state: ReadonlyArray<Float32Array> = []) => state.map((v) => tf.tensor1d(v));
    const products = (a ?? []).flatMap((leaf, l) =>
      Array.from(leaf, (value, i) => value * (b?.[l]?.[i] as number)),
    );
    const actual = await backend().read(backend().dot(upload(a), upload(b)));
    expect(Math.abs(actual - sum(products))).toBeLessThanOrEqual(
      100 * ULP * sum(products.map(Math.abs)),
    );
  });

  describe("accumulate", () => {
    const computed = (size: number): tf.Tensor => tf.add(upload(size, 1), upload(size, 2));

    test("writes into the total's buffer if nobody else has it.", async () => {
      const total = computed(10);
      const buffer = bufferOf(total);
      const [result] = backend().accumulate([total], [upload(10, 3)]);
      expect(bufferOf(result as tf.Tensor)).toBe(buffer);
      expect(total.isDisposed).toBe(true);
      const expected = await tf.addN([upload(10, 1), upload(10, 2), upload(10, 3)]).data();
      expect(Array.from(await (result as tf.Tensor).data())).toEqual(Array.from(expected));
    });

    test.each<[string, (total: tf.Tensor) => unknown]>([
      ["another tensor shares it", (total) => tf.reshape(total, [2, 5])],
      ["its values have been read", (total) => total.data()],
    ])("makes a new tensor if %s.", async (_, share) => {
      const total = computed(10);
      const before = Array.from(await tf.add(total, 0).data());
      const shared = await share(total);
      const buffer = bufferOf(total);
      const term = Array.from(randomValues(10, 3));
      const [result] = backend().accumulate([total], [tf.tensor1d(term)]);
      expect(bufferOf(result as tf.Tensor)).not.toBe(buffer);
      const expected = before.map((value, i) => Math.fround(value + (term[i] as number)));
      expect(Array.from(await (result as tf.Tensor).data())).toEqual(expected);
      if (shared instanceof tf.Tensor) expect(Array.from(await shared.data())).toEqual(before);
    });

    test("makes a new tensor if the term is the total.", async () => {
      const total = tf.add(tf.ones([4]), 1);
      const [result] = backend().accumulate([total], [total]);
      expect(Array.from(await (result as tf.Tensor).data())).toEqual([4, 4, 4, 4]);
    });
  });

  test("nothing of a partial result is left, in the engine or on the device.", async () => {
    const [x, y] = [upload(100_000, 1), upload(100_000, 2)];
    const run = async (): Promise<void> => {
      const scalars = [
        backend().errorNorm([x, x], [x, x], [y, y], { rtol: [1, 1], atol: [1, 1] }),
        backend().dot([x, y], [y, x]),
      ];
      const combined = backend().linearCombination([x], 1, Array(20).fill(1), Array(20).fill([y]));
      for (const scalar of scalars) await backend().read(scalar);
      for (const tensor of [...scalars, ...combined]) (tensor as tf.Tensor).dispose();
      await tf.sum(x).data();
    };
    const used = (): number => (tf.memory() as unknown as { numBytesInGPU: number }).numBytesInGPU;
    await tf.tidy(() => tf.sum(x)).data();
    await run();
    const [bytes, ids] = [used(), webgpu().numDataIds()];
    for (let i = 0; i < 5; i++) await run();
    // The sums of run() itself, a scalar each.
    expect(used() - bytes).toBeLessThanOrEqual(5 * 4);
    expect(webgpu().numDataIds() - ids).toBeLessThanOrEqual(5);
  });
});
