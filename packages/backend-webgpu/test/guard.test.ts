import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { EngineFailedError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { beforeEach, describe, expect, test } from "vitest";
import { onWebgpu, readyWebgpu } from "./on-webgpu.js";

const device = (): GPUDevice => (tf.backend() as WebGPUBackend).device;

/** Has the device refuse a command: a copy beyond the end of a buffer. */
function offend(): void {
  const [from, to] = [4, 8].map((usage) => device().createBuffer({ size: 4, usage }));
  const encoder = device().createCommandEncoder();
  encoder.copyBufferToBuffer(from as GPUBuffer, 0, to as GPUBuffer, 0, 400);
  device().queue.submit([encoder.finish()]);
}

onWebgpu("The guard on the device", (inUse) => {
  // Dawn would tell the terminal too.
  beforeEach(() => device().addEventListener("uncapturederror", (event) => event.preventDefault()));

  describe("after a refused command", () => {
    test("lets the next reading fail, and every later one.", async () => {
      const x = tf.tensor1d([1, 2]);
      const sums = [tf.sum(x), tf.sum(x), tf.sum(x)] as const;
      offend();
      await expect(tfjs.read(sums[0])).rejects.toThrow(EngineFailedError);
      await expect(tfjs.toHost(sums[1])).rejects.toThrow(EngineFailedError);
      await expect(sums[2].data()).rejects.toThrow(EngineFailedError);
    });

    test("fails a reading that was asked for before the refusal was known.", async () => {
      const scalar = tf.sum(tf.tensor1d([1, 2]));
      const reading = scalar.data();
      offend();
      await expect(Promise.all([reading, tf.sum(tf.ones([2])).data()])).rejects.toThrow(
        EngineFailedError,
      );
    });

    test("begins no more work of the solver.", async () => {
      const x = [tf.tensor1d([1, 2])];
      offend();
      await expect(tf.sum(x[0] as tf.Tensor).data()).rejects.toThrow(EngineFailedError);
      const tolerances = { rtol: [1], atol: [1] };
      expect(() => tfjs.linearCombination(x, 1, [1], [x])).toThrow(EngineFailedError);
      expect(() => tfjs.errorNorm(x, x, x, tolerances)).toThrow(EngineFailedError);
      expect(() => tfjs.scaledError(x, x, x, tolerances)).toThrow(EngineFailedError);
      expect(() => tfjs.dot(x, x)).toThrow(EngineFailedError);
      expect(() => tfjs.accumulate(x, x)).toThrow(EngineFailedError);
    });

    test("says what the device said.", async () => {
      offend();
      const failure = await tf
        .sum(tf.ones([2]))
        .data()
        .then(String, (error: unknown) => error);
      expect(failure).toMatchObject({
        code: "ENGINE_FAILED",
        message: expect.stringMatching(/refused a command.*size: 400.*call useWebgpu\(\) again/s),
        cause: expect.objectContaining({ message: expect.stringContaining("size: 400") }),
      });
    });

    test("begins anew on the same device when useWebgpu is called again.", async () => {
      const [before, x] = [device(), tf.tensor1d([1, 2])];
      const scalar = tf.sum(x);
      offend();
      await expect(scalar.data()).rejects.toThrow(EngineFailedError);
      const again = await readyWebgpu();
      expect(device()).toBe(before);
      expect(Array.from(await tf.sum(x).data())).toEqual([3]);
      await again.undo();
    });

    test("does not remember what was read in vain.", async () => {
      const size = 4;
      const scalar = tf.sum(tf.fill([size], 2));
      offend();
      await expect(scalar.data()).rejects.toThrow(EngineFailedError);
      expect(
        (tf.backend() as WebGPUBackend).tensorMap.get(scalar.dataId).values ?? null,
      ).toBeNull();
    });
  });

  test("catches a shader that does not compile.", async () => {
    const module = device().createShaderModule({ code: "this is no shader" });
    device().createComputePipeline({ layout: "auto", compute: { module, entryPoint: "main" } });
    await expect(tf.sum(tf.ones([3])).data()).rejects.toThrow(EngineFailedError);
  });

  describe("after the loss of the device", () => {
    test("lets every reading fail, also of what was computed before.", async () => {
      const x = tf.tensor1d([1, 2]);
      const scalar = tf.sum(x);
      device().destroy();
      await expect(scalar.data()).rejects.toThrow(EngineFailedError);
      await expect(scalar.data()).rejects.toThrow(/was lost/);
      expect(() => tfjs.dot([x], [x])).toThrow(EngineFailedError);
    });

    test("works on a new device when useWebgpu is called again, and says that the old tensors are gone.", async () => {
      const [before, old] = [device(), tf.sum(tf.tensor1d([1, 2]))];
      before.destroy();
      const again = await readyWebgpu();
      expect(device()).not.toBe(before);
      expect(Array.from(await tf.sum(tf.tensor1d([1, 2])).data())).toEqual([3]);
      expect(await tfjs.read(tfjs.dot([tf.ones([5])], [tf.ones([5])]))).toBe(5);
      await expect(old.data()).rejects.toThrow(/was lost/);
      expect(() => tf.neg(old)).toThrow(/was lost/);
      const { numTensors } = tf.memory();
      old.dispose();
      expect(tf.memory().numTensors).toBe(numTensors - 1);
      await again.undo();
    });

    test("works on a new device after tf.removeBackend, too.", async () => {
      const before = device();
      before.destroy();
      tf.removeBackend("webgpu");
      const again = await readyWebgpu();
      expect(device()).not.toBe(before);
      expect(Array.from(await tf.sum(tf.tensor1d([1, 2])).data())).toEqual([3]);
      await again.undo();
    });
  });

  test("is off after undo: then TensorFlow.js reads by itself again.", async () => {
    const backend = tf.backend() as WebGPUBackend;
    const own = (): ReadonlyArray<string> =>
      Object.keys(backend).filter((name) => name.startsWith("read"));
    expect(own()).toEqual(["read", "readSync"]);
    await inUse().undo();
    expect(own()).toEqual([]);
  });
});
