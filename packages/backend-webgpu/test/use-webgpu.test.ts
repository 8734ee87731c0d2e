import * as tf from "@tensorflow/tfjs";
import { expect, test, vi } from "vitest";
import { useWebgpu } from "../src/index.js";
import { gpu, onWebgpu, readyWebgpu } from "./on-webgpu.js";

onWebgpu("useWebgpu", (inUse) => {
  test("makes webgpu the active engine, with kernels and globals that this runtime lacked.", async () => {
    expect(tf.getBackend()).toBe("webgpu");
    expect(inUse()).toMatchObject({ name: "webgpu", backend: { readsSynchronously: false } });
    expect(tf.getKernel("TanhGrad", "webgpu")).toBeDefined();
    expect(Array.from(await tf.tanh(tf.zeros([3])).data())).toEqual([0, 0, 0]);
  });

  test("can be undone, and done again on the same device.", async () => {
    const backend = tf.backend();
    await inUse().undo();
    expect(tf.getKernel("TanhGrad", "webgpu")).toBeUndefined();
    const again = await readyWebgpu();
    expect(tf.backend()).toBe(backend);
    await again.undo();
  });

  test("makes the engine active again that was before.", async () => {
    await inUse().undo();
    expect(tf.getBackend()).toBe("cpu");
  });

  test("makes one device for two calls at the same time.", async () => {
    tf.removeBackend("webgpu");
    const both = await Promise.all([useWebgpu({ gpu }), useWebgpu({ gpu })]);
    expect(Array.from(await tf.ones([2]).data())).toEqual([1, 1]);
    for (const one of both) await one.undo();
  });

  test("takes the place of a factory that TensorFlow.js has, and had not used.", async () => {
    tf.removeBackend("webgpu");
    const factory = vi.fn();
    tf.registerBackend("webgpu", factory as unknown as () => tf.KernelBackend);
    const again = await readyWebgpu();
    expect(factory).not.toHaveBeenCalled();
    await again.undo();
  });

  test("gives the device as many buffers as its adapter has.", async () => {
    const adapter = (await gpu.requestAdapter()) as GPUAdapter;
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    const { maxStorageBuffersPerShaderStage } = adapter.limits;
    expect(device.limits.maxStorageBuffersPerShaderStage).toBe(maxStorageBuffersPerShaderStage);
  });
});
