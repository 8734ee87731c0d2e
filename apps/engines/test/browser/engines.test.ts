import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { useWasm } from "@symplectic-adjoint/backend-wasm";
import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import * as tf from "@tensorflow/tfjs";
import * as core from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";

beforeAll(() => tf.ready());

describe.each([
  ["cpu", useCpu],
  ["wasm", useWasm],
  ["webgl", useWebgl],
  ["webgpu", useWebgpu],
] as const)("In a browser the engine %s", (name, use) => {
  test("becomes active, computes, and is deactivated again.", async () => {
    const before = tf.getBackend();
    const engine = await use();
    expect(tf.getBackend()).toBe(name);
    expect(engine.name).toBe(name);
    const [x, y] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([4, 5, 6])];
    const sum = tf.add(x, y);
    expect(Array.from(await sum.data())).toEqual([5, 7, 9]);
    tf.dispose([x, y, sum]);
    await engine.undo();
    expect(tf.getBackend()).toBe(before);
  });
});

test("There is one copy of tfjs-core, and engines do not leave small tensors to cpu.", () => {
  expect(tf.Tensor).toBe(core.Tensor);
  expect(tf.env().getBool("WEBGL_CPU_FORWARD")).toBe(false);
  expect(tf.env().getBool("WEBGPU_CPU_FORWARD")).toBe(false);
});

test("The page is isolated from other origins, so that memory can be shared.", () => {
  expect(crossOriginIsolated).toBe(true);
});
