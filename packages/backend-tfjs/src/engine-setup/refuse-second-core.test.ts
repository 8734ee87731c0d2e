import { EngineUnavailableError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { FakeBackend } from "../../test/fake-engine.js";
import { refuseSecondCore } from "./refuse-second-core.js";

beforeAll(() => tf.setBackend("cpu"));

it("A backend of the same copy of tfjs-core is accepted, and the check leaks no tensor.", () => {
  const before = tf.memory().numTensors;
  expect(() => refuseSecondCore(new FakeBackend())).not.toThrow();
  expect(() => refuseSecondCore(tf.backend())).not.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

it("A backend of another copy's class is rejected with a remedy.", () => {
  // The same class of a second copy.
  class KernelBackend {}
  class OtherBackend extends KernelBackend {}
  const attempt = () => refuseSecondCore(new OtherBackend());
  expect(attempt).toThrow(EngineUnavailableError);
  expect(attempt).toThrow(/is loaded twice.*npm dedupe.*resolve\.dedupe/);
});

it("An engine that creates tensors of another copy's class is rejected, without a leak.", () => {
  const engine = tf.engine();
  const { makeTensor } = engine;
  const before = tf.memory().numTensors;
  // The global engine belongs to the copy that was loaded first, and creates tensors of its class.
  class OtherTensor extends tf.Tensor {}
  engine.makeTensor = (...args) =>
    Object.setPrototypeOf(makeTensor.apply(engine, args), OtherTensor.prototype) as tf.Tensor;
  try {
    expect(() => refuseSecondCore(tf.backend())).toThrow(/is loaded twice/);
  } finally {
    Reflect.deleteProperty(engine, "makeTensor");
  }
  expect(tf.memory().numTensors).toBe(before);
});
