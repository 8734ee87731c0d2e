import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import * as tf from "@tensorflow/tfjs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

let webgl: EngineInUse;
beforeAll(async () => {
  webgl = await useWebgl();
});
afterAll(() => webgl.undo());

// Each test runs in a scope; afterwards nothing may be left, neither tensors nor what the engine knows of their data.
let left = { numTensors: 0, numDataBuffers: 0, dataIds: 0 };
const counts = () => ({
  numTensors: tf.memory().numTensors,
  numDataBuffers: tf.memory().numDataBuffers,
  dataIds: tf.backend().numDataIds(),
});
beforeEach(() => {
  left = counts();
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  expect(counts()).toEqual(left);
});

/** Multiples of 1/64 in [-2, 2], which float32 holds exactly. */
const wave = (size: number, seed = 0): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => (((i + seed) * 37) % 257) / 64 - 2);

const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0) / values.length);

const unit = { rtol: [0], atol: [1] };
const norm = async (error: tf.Tensor, from = tf.zerosLike(error), to = from, tolerances = unit) =>
  webgl.backend.read(webgl.backend.errorNorm([error], [from], [to], tolerances));

describe("linearCombination on webgl", () => {
  test.each([2, 15, 16, 17, 31, 32, 40])("adds up %i terms to a base.", async (count) => {
    const weights = Array.from({ length: count }, (_, j) => (j % 2 === 0 ? 0.5 : -0.25));
    const terms = weights.map((_, j) => wave(6, j));
    const base = wave(6, 99);
    const [sum] = webgl.backend.linearCombination(
      [tf.tensor(base, [2, 3])],
      0.5,
      weights,
      terms.map((values) => [tf.tensor(values, [2, 3])]),
    );
    const expected = base.map((value, i) =>
      terms.reduce((total, values, j) => total + 0.5 * (weights[j] ?? 0) * (values[i] ?? 0), value),
    );
    // All numbers are multiples of 1/512 below 100: float32 holds every partial sum.
    expect(Array.from(await (sum as tf.Tensor).data())).toEqual(Array.from(expected));
    expect(sum?.shape).toEqual([2, 3]);
  });

  test.each([
    [[]],
    [[1]],
    [[5]],
    [[3, 5]],
    [[2, 3, 5]],
    [[2, 2, 3, 5]],
    [[1, 2, 1, 3, 5]],
    [[2, 1, 2, 1, 3, 5]],
  ])("keeps the shape %j, and the values in their order.", async (shape) => {
    const size = tf.util.sizeFromShape(shape);
    const [sum] = webgl.backend.linearCombination(
      [tf.tensor(wave(size), shape)],
      2,
      [1],
      [[tf.tensor(wave(size, 5), shape)]],
    );
    expect(sum?.shape).toEqual(shape);
    const expected = wave(size).map((v, i) => v + 2 * (wave(size, 5)[i] ?? 0));
    expect(Array.from(await (sum as tf.Tensor).data())).toEqual(Array.from(expected));
  });

  test("accepts textures of all operations: packed, plain, sliced, reshaped, cast, or the same twice.", async () => {
    const values = wave(15);
    const plain = tf.tensor(values, [3, 5]);
    // Each is 1 · plain, by another way.
    const ways: Record<string, tf.Tensor> = {
      "a product": tf.matMul(tf.eye(3), plain),
      elementwise: tf.add(plain, 0),
      "a reduction": tf.sum(tf.stack([plain, tf.zerosLike(plain)]), 0),
      "cut out": tf.slice(
        tf.concat([tf.zeros([2, 5]), tf.sum(tf.stack([plain]), 0)]),
        [2, 0],
        [3, 5],
      ),
      reshaped: tf.reshape(tf.reshape(tf.add(plain, 0), [15]), [3, 5]),
      transposed: tf.transpose(tf.transpose(plain)),
      "the same": plain,
    };
    for (const [way, tensor] of Object.entries(ways)) {
      const [sum] = webgl.backend.linearCombination([plain], 1, [2, -1], [[tensor], [tensor]]);
      expect(Array.from(await (sum as tf.Tensor).data()), way).toEqual(
        Array.from(values.map((v) => 2 * v)),
      );
      expect(await norm(tensor), way).toBeCloseTo(rms(values), 5);
    }
    const whole = tf.cast(tf.tensor([1, 2, 3], [3], "int32"), "float32");
    const [sum] = webgl.backend.linearCombination([whole], 0.5, [1], [[whole]]);
    expect(Array.from(await (sum as tf.Tensor).data())).toEqual([1.5, 3, 4.5]);
  });
});

test("Programs work if packing of textures is disabled in TensorFlow.js.", async () => {
  tf.env().set("WEBGL_LAZILY_UNPACK", false);
  const x = tf.add(tf.tensor(wave(15), [3, 5]), 0);
  const [sum] = webgl.backend.linearCombination([x], 2, [1], [[x]]);
  const expected = Array.from(wave(15), (value) => 6 * value);
  expect(Array.from(await tf.mul(sum as tf.Tensor, 2).data())).toEqual(expected);
  expect(await norm(sum as tf.Tensor)).toBeCloseTo(rms(expected) / 2, 5);
  tf.env().set("WEBGL_LAZILY_UNPACK", true);
});

describe("errorNorm on webgl", () => {
  // One texel, one window, one more, a second and a third pass; sums of 64 positive numbers round by 64 ulp at most.
  test.each([1, 255, 257, 1025, 20_000, 100_001])("adds up %i squares.", async (size) => {
    const values = wave(size);
    const expected = rms(values);
    for (const shape of [[size], size % 5 === 0 ? [size / 5, 5] : [1, size]]) {
      const actual = await norm(tf.tensor(values, shape));
      expect(Math.abs(actual / expected - 1)).toBeLessThan(64 * 2 ** -24);
    }
  });

  test("counts the elements of odd rows and columns, and not what fills their texels.", async () => {
    for (const shape of [
      [3, 3],
      [3, 2],
      [2, 3],
      [2, 3, 3],
    ]) {
      // Elementwise operations fill texels with f(0): these with 1, and with -Infinity.
      const ones = tf.exp(tf.zeros(shape));
      const zeros = tf.mul(tf.log(tf.ones(shape)), 1e38);
      expect(await norm(ones), `${shape}`).toBe(1);
      expect(await norm(zeros), `${shape}`).toBe(0);
      expect(await norm(ones, zeros), `${shape}`).toBe(1);
      expect(await norm(ones, ones, ones, { rtol: [1], atol: [0] }), `${shape}`).toBe(1);
      expect(await webgl.backend.read(webgl.backend.dot([zeros], [ones])), `${shape}`).toBe(0);
    }
  });

  test.each([
    ["NaN", Number.NaN, Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])("propagates one %s from any position in the error.", async (_, value, expected) => {
    for (const size of [5, 300, 17_000]) {
      for (const at of [0, 1, size >> 1, size - 2, size - 1]) {
        const values = wave(size);
        values[at] = value;
        expect(await norm(tf.tensor1d(values)), `${at} of ${size}`).toBe(expected);
      }
    }
  });

  test("propagates a computed NaN, and one next to an infinity.", async () => {
    const nan = tf.sqrt(tf.tensor1d([1, -1, 1]));
    expect(await norm(nan)).toBeNaN();
    const both = tf.tensor1d([Number.POSITIVE_INFINITY, 1, Number.NaN]);
    expect(await norm(both)).toBeNaN();
  });

  test("is NaN where a state is not finite, whatever the error.", async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const error of [0, 1, Number.POSITIVE_INFINITY]) {
        const [small, state] = [tf.fill([3], error), tf.tensor1d([1, value, 1])];
        const tolerances = { rtol: [1e-3], atol: [1e-6] };
        expect(await norm(small, state, tf.ones([3]), tolerances)).toBeNaN();
        expect(await norm(small, tf.ones([3]), state, tolerances)).toBeNaN();
      }
    }
  });

  test("is infinite if the tolerance is 0 and the error is not, and NaN if both are 0.", async () => {
    const exact = { rtol: [0], atol: [0] };
    const zero = tf.zeros([3]);
    expect(await norm(tf.tensor1d([0.5, 1, 2]), zero, zero, exact)).toBe(Number.POSITIVE_INFINITY);
    expect(await norm(tf.tensor1d([0.5, 0, 2]), zero, zero, exact)).toBeNaN();
  });

  test.each([16, 17, 40])(
    "is the largest of %i leaves, each with its tolerances.",
    async (count) => {
      const leaves = Array.from({ length: count }, (_, i) => tf.fill([i + 1], (i * 7) % count));
      const zeros = leaves.map((leaf) => tf.zerosLike(leaf));
      const tolerances = {
        rtol: leaves.map(() => 0),
        atol: leaves.map((_, i) => (i === 3 ? Number.POSITIVE_INFINITY : 2)),
      };
      const counted = leaves.map((_, i) => (i === 3 ? 0 : ((i * 7) % count) / 2));
      const { backend } = webgl;
      const value = await backend.read(backend.errorNorm(leaves, zeros, zeros, tolerances));
      expect(value).toBeCloseTo(Math.max(...counted), 5);
      const spoiled = leaves.map((leaf, i) =>
        i === count - 1 ? tf.fill(leaf.shape, Number.NaN) : leaf,
      );
      expect(await backend.read(backend.errorNorm(spoiled, zeros, zeros, tolerances))).toBeNaN();
    },
  );
});

describe("dot on webgl", () => {
  const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
    webgl.backend.read(webgl.backend.dot([tf.tensor1d([...a])], [tf.tensor1d([...b])]));

  test("is exact if every partial sum is exact in float32, over passes and leaves.", async () => {
    const a = Float32Array.from({ length: 30_000 }, (_, i) => (i % 5) - 2);
    const b = Float32Array.from({ length: 30_000 }, (_, i) => (i % 3) - 1);
    const expected = a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    const { backend } = webgl;
    const leaves = (values: Float32Array) => [
      tf.tensor1d(values),
      tf.zeros([0]),
      tf.tensor(values, [100, 300]),
    ];
    expect(await backend.read(backend.dot(leaves(a), leaves(b)))).toBe(2 * expected);
  });

  test("is infinite with its sign, or NaN, as in ordinary arithmetic.", async () => {
    const { POSITIVE_INFINITY: inf } = Number;
    expect(await dot([1, -inf, 1], [1, 2, 3])).toBe(-inf);
    expect(await dot([inf, 2], [1, 3])).toBe(inf);
    expect(await dot([inf, -inf], [1, 1])).toBeNaN();
    expect(await dot([inf, 1], [0, 1])).toBeNaN();
    expect(await dot([Number.NaN, 1], [0, 1])).toBeNaN();
  });
});

test("scaledError on webgl is NaN if a state is not finite, and the quotient otherwise.", async () => {
  const [infinite, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
  const [scaled] = webgl.backend.scaledError(
    [tf.tensor1d([1, 1, 1, nan, infinite])],
    [tf.tensor1d([2, infinite, 1, 1, 1])],
    [tf.tensor1d([-6, 1, nan, 1, 1])],
    { rtol: [0.25], atol: [0.5] },
  );
  expect(Array.from(await (scaled as tf.Tensor).data())).toEqual([0.5, nan, nan, nan, infinite]);
});

test("With a limit, webgl deletes unused textures; after undo, it keeps them.", async () => {
  const limited = await useWebgl({ keepTexturesUpTo: 0 });
  const allocated = () =>
    (tf.memory() as unknown as { numBytesInGPUAllocated: number }).numBytesInGPUAllocated;
  const before = allocated();
  for (let size = 5000; size < 5010; size++) tf.tidy(() => void tf.add(tf.ones([size]), 1));
  expect(allocated()).toBeLessThanOrEqual(before);
  await limited.undo();
  for (let size = 5000; size < 5010; size++) tf.tidy(() => void tf.add(tf.ones([size]), 1));
  expect(allocated()).toBeGreaterThan(before);
});
