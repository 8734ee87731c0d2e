import { SynchronousReadError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { tfjs, tfjsBackend } from "../src/index.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

onEachEngine("The backend", () => {
  it("is a frozen value that detects tensors and their size", () => {
    expect(Object.isFrozen(tfjs)).toBe(true);
    expect([tfjs.name, tfjs.precision, tfjs.readsSynchronously]).toEqual(["tfjs", "float32", true]);
    const x = tf.ones([2, 3]);
    expect(tfjs.isArray(x)).toBe(true);
    expect(tfjs.isArray(tf.variable(x))).toBe(true);
    for (const other of [null, undefined, 3, [1], { shape: [1] }, new Float32Array(2)]) {
      expect(tfjs.isArray(other)).toBe(false);
    }
    expect(tfjs.shape(x)).toEqual([2, 3]);
    expect(tfjs.bytes(x)).toBe(24);
    expect(tfjs.bytes(tf.scalar(1))).toBe(4);
  });

  it("accepts another name and other operations", () => {
    const dot = vi.fn(() => 5);
    const mine = tfjsBackend({ name: "mine", operations: { dot } });
    expect(mine.name).toBe("mine");
    expect(mine.dot([], [])).toBe(5);
    const [sum] = mine.linearCombination(undefined, 2, [3], [[tf.scalar(4)]]);
    expectValues(sum as tf.Tensor, [24]);
  });

  it("copies host numbers in and out", async () => {
    const values = new Float64Array([1, 2, 3, 4]);
    const x = tfjs.fromHost(values, [2, 2]);
    values[0] = 9;
    const out = tfjs.toHostSync(x);
    expect(out).toEqual(Float32Array.of(1, 2, 3, 4));
    out[1] = 9;
    expect(await tfjs.toHost(x)).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(await tfjs.toHost(tf.cast(tf.tensor1d([1, 2], "int32"), "float32"))).toEqual(
      Float32Array.of(1, 2),
    );
    expectValues(tfjs.fromHost([7], []), [7]);
  });

  it("stacks states along a new first axis, and unstacks them", () => {
    const rows = [1, 2, 3].map((x) => [tf.tensor1d([x, -x]), tf.scalar(10 * x)]);
    const stacked = tfjs.stack(rows);
    expect(stacked.map(({ shape }) => shape)).toEqual([[3, 2], [3]]);
    expectValues(stacked[0] as tf.Tensor, [1, -1, 2, -2, 3, -3]);
    const apart = tfjs.unstack(stacked, 3);
    apart.forEach((row, i) => {
      expectValues(row[0] as tf.Tensor, [i + 1, -i - 1]);
      expectValues(row[1] as tf.Tensor, [10 * (i + 1)]);
      expect(row[1]?.shape).toEqual([]);
    });
    expect(tfjs.stack([[tf.scalar(4)]])[0]?.shape).toEqual([1]);
  });

  it("accumulates into a new total and frees the old one", () => {
    const total = [tf.tensor1d([1, 2])];
    const term = [tf.tensor1d([3, 4])];
    let sum: ReadonlyArray<tf.Tensor> = [];
    expect(tensorsLeft(() => (sum = tfjs.accumulate(total, term)))).toBe(0);
    expectValues(sum[0] as tf.Tensor, [4, 6]);
    expect([total[0]?.isDisposed, term[0]?.isDisposed]).toEqual([true, false]);
  });

  it("creates zeros like a state", () => {
    const [a, b] = tfjs.zerosLike([tf.ones([2, 1]), tf.scalar(Number.NaN)]);
    expectValues(a as tf.Tensor, [0, 0]);
    expectValues(b as tf.Tensor, [0]);
    expect([a?.shape, b?.shape]).toEqual([[2, 1], []]);
  });

  it("frees all tensors of a scope except survivors and retained ones", () => {
    const before = tf.memory().numTensors;
    tfjs.openScope();
    const [a, b, c] = [tf.scalar(1), tf.scalar(2), tf.scalar(3)];
    const retained = tfjs.retain([a]);
    tfjs.openScope();
    const d = tf.scalar(4);
    tfjs.closeScope([[d]]);
    tfjs.closeScope([[b], [d]]);
    expect([a, b, c, d].map((x) => x.isDisposed)).toEqual([true, false, true, false]);
    expectValues(retained[0] as tf.Tensor, [1]);
    tfjs.release([...retained, b, d]);
    tfjs.release([...retained, b, d]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("retains handles that share the values", () => {
    const x = tf.ones([1000]);
    const buffers = tf.memory().numDataBuffers;
    const retained = tfjs.retain([x]);
    expect(tf.memory().numDataBuffers).toBe(buffers);
    tfjs.release(retained);
    expect(x.isDisposed).toBe(false);
  });

  it("reads scalars and numbers", async () => {
    expect(tfjs.readSync(3)).toBe(3);
    expect(tfjs.readSync(tf.scalar(4))).toBe(4);
    expect(await tfjs.read(5)).toBe(5);
    expect(await tfjs.read(tf.scalar(6))).toBe(6);
  });

  describe("on an engine that reads asynchronously only", () => {
    afterEach(() => vi.restoreAllMocks());

    it("throws an error that names the functions to use, and still reads asynchronously", async () => {
      const x = tf.scalar(6);
      const actual = tf.engine().backendName;
      tf.engine().backendName = "webgpu";
      try {
        expect(tfjs.readsSynchronously).toBe(false);
        expect(() => tfjs.readSync(x)).toThrow(SynchronousReadError);
        expect(() => tfjs.readSync(x)).toThrow(/got "webgpu"\)\. Await the function .* Async/);
        expect(() => tfjs.toHostSync(x)).toThrow(SynchronousReadError);
        expect(tfjs.readSync(3)).toBe(3);
      } finally {
        tf.engine().backendName = actual;
      }
      expect(await tfjs.read(x)).toBe(6);
    });
  });
});
