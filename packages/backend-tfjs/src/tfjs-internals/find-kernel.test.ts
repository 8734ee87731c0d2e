import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { findKernel } from "./lean-methods.js";

test("The current registrations are found, for each engine.", () => {
  expect(findKernel("Tanh", "cpu")).toBe(tf.getKernel("Tanh", "cpu"));
  expect(findKernel("Tanh", "nowhere")).toBeUndefined();
  expect(findKernel("Nonesuch", "cpu")).toBeUndefined();
  const kernelFunc = () => [];
  tf.registerKernel({ kernelName: "Nonesuch", backendName: "cpu", kernelFunc });
  expect(findKernel("Nonesuch", "cpu")?.kernelFunc).toBe(kernelFunc);
  tf.unregisterKernel("Nonesuch", "cpu");
  expect(findKernel("Nonesuch", "cpu")).toBeUndefined();
});
