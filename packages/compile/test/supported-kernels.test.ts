import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { allOperations } from "./operations/all-operations.js";
import { allKernels } from "./support/evaluate-traced.js";
import { interpretedValues } from "./support/operation-values.js";

test("Every kernel that can be traced is tested with an operation that uses it.", () => {
  const seen = new Set<string>();
  const kernels = tf.getKernelsForBackend("cpu").map((kernel) => ({ kernel, ...kernel }));
  for (const { kernel, kernelName, kernelFunc } of kernels) {
    kernel.kernelFunc = (call) => {
      seen.add(kernelName);
      return kernelFunc(call);
    };
  }
  try {
    for (const { apply, shapes, hasGradient, stepwise } of allOperations) {
      const inputs = shapes.map((shape) => tf.randomUniform([...shape], 0.3, 0.8, "float32", 1));
      const sum = (...x: ReadonlyArray<tf.Tensor>): tf.Tensor =>
        tf.addN(([apply(...x)].flat() as Array<tf.Tensor>).map((y) => tf.sum(y)));
      interpretedValues(apply, inputs);
      if (hasGradient && !stepwise) interpretedValues((...x) => tf.grads(sum)([...x]), inputs);
      tf.dispose(inputs);
    }
  } finally {
    for (const { kernel, kernelFunc } of kernels) kernel.kernelFunc = kernelFunc;
  }
  const untested = Object.keys(allKernels).filter((name) => !seen.has(name));
  expect(untested).toEqual([]);
});
