import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import { EngineUnavailableError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { useCpu } from "../src/index.js";
import { loadTfjsCpu } from "../src/load-tfjs-cpu.js";
import { quietly } from "./on-cpu.js";

const NAMES = ["BatchMatMul", "Mean", "Pack", "Sum", "Tanh", "Unpack", "TanhGrad", "ReluGrad"];
const kernels = () => NAMES.map((name) => tf.getKernel(name, "cpu"));
/** Ours answers with a number. */
const isEquipped = () => typeof tfjs.dot([], []) === "number" && dotsToNumber();

function dotsToNumber(): boolean {
  return tf.tidy(() => typeof tfjs.dot([tf.scalar(2)], [tf.scalar(3)]) === "number");
}

beforeEach(() => quietly(async () => expect(await tf.setBackend("cpu")).toBe(true)));

test("It activates and equips the engine; undo restores the previous state.", async () => {
  const stock = kernels();
  const cpu = await useCpu();
  expect([tf.getBackend(), cpu.name, isEquipped()]).toEqual(["cpu", "cpu", true]);
  expect(kernels().every((kernel, i) => kernel != null && kernel !== stock[i])).toBe(true);
  await cpu.undo();
  await cpu.undo();
  expect([tf.getBackend(), isEquipped()]).toEqual(["cpu", false]);
  expect(kernels()).toEqual(stock);
});

test("The engine can be activated again after undo.", async () => {
  await (await useCpu()).undo();
  const cpu = await useCpu();
  expect(isEquipped()).toBe(true);
  await cpu.undo();
  expect(isEquipped()).toBe(false);
});

test("Without the engine's package, the error names the package to install.", async () => {
  const cause = new Error("Cannot find package");
  const missing = loadTfjsCpu(() => Promise.reject(cause));
  await expect(missing).rejects.toThrow(EngineUnavailableError);
  await expect(missing).rejects.toMatchObject({
    message: expect.stringContaining("npm install @tensorflow/tfjs-backend-cpu"),
    cause,
  });
  await expect(loadTfjsCpu()).resolves.toBeUndefined();
});
