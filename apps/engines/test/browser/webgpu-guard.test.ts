import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import { EngineFailedError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// The same in Node: packages/backend-webgpu/test/guard.test.ts. In a browser the device is in another process, and what it
// refuses is told in a message.
describe("The guard on a WebGPU device in a browser", () => {
  let inUse: Awaited<ReturnType<typeof useWebgpu>>;
  const device = (): GPUDevice => (tf.backend() as unknown as { device: GPUDevice }).device;

  beforeEach(async () => {
    inUse = await useWebgpu();
    tf.env().set("WEBGPU_CPU_FORWARD", false);
    tf.engine().startScope();
    device().addEventListener("uncapturederror", (event) => event.preventDefault());
  });
  afterEach(async () => {
    tf.engine().endScope();
    await inUse.undo();
  });

  test("lets the reading after a refused command fail, every time.", async () => {
    for (let i = 0; i < 20; i++) {
      const scalar = tf.sum(tf.tensor1d([1, 2]));
      // A buffer's copy beyond its end.
      const [from, to] = [4, 8].map((usage) => device().createBuffer({ size: 4, usage }));
      const encoder = device().createCommandEncoder();
      encoder.copyBufferToBuffer(from as GPUBuffer, 0, to as GPUBuffer, 0, 400);
      device().queue.submit([encoder.finish()]);
      await expect(scalar.data()).rejects.toThrow(EngineFailedError);
      await (await useWebgpu()).undo();
      expect(Array.from(await tf.sum(tf.tensor1d([1, 2])).data())).toEqual([3]);
    }
  });

  test("makes reads of a lost device fail, and restarts on another one.", async () => {
    const before = device();
    const scalar = tf.sum(tf.tensor1d([1, 2]));
    before.destroy();
    await expect(scalar.data()).rejects.toThrow(EngineFailedError);
    const again = await useWebgpu();
    expect(device()).not.toBe(before);
    expect(Array.from(await tf.sum(tf.tensor1d([1, 2])).data())).toEqual([3]);
    await again.undo();
  });
});
