import { InvalidArgumentError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { dynamicsOf } from "../../test/dynamics-of.js";
import { activate } from "../../test/on-each-engine.js";
import { leanEngineStatus, useLeanEngine } from "./use-lean-engine.js";

const f = (_: number, y: tf.Tensor) => tf.mul(tf.tanh(y), tf.exp(y));

/** Whether a method of the engine is shadowed while f is evaluated. */
function isLeanInF(): boolean {
  let hidden = false;
  const watched = (t: number, y: tf.Tensor) => {
    hidden = Object.hasOwn(tf.engine(), "runKernel");
    return f(t, y);
  };
  tf.tidy(() => {
    const y = tf.scalar(1);
    dynamicsOf(watched, y).evaluate(0, [y]);
  });
  return hidden;
}

beforeAll(() => activate("cpu"));

test("The last call that was not undone decides, and the status gives the reason.", () => {
  const undoOn = useLeanEngine(true);
  expect(leanEngineStatus()).toMatchObject({ inUse: true, reason: undefined });
  expect(isLeanInF()).toBe(true);
  const undoOff = useLeanEngine(false);
  expect(leanEngineStatus()).toMatchObject({
    inUse: false,
    reason: "it was switched off by useLeanEngine(false)",
    version: tf.version_core,
  });
  expect(isLeanInF()).toBe(false);
  const undoSecond = useLeanEngine(true);
  expect(isLeanInF()).toBe(true);
  undoSecond();
  undoSecond();
  expect(isLeanInF()).toBe(false);
  undoOff();
  expect(isLeanInF()).toBe(true);
  undoOn();
});

test("Values other than booleans are rejected.", () => {
  expect(() => useLeanEngine(undefined as never)).toThrow(InvalidArgumentError);
  expect(() => useLeanEngine(0 as never)).toThrow(/must be true or false.*useLeanEngine\(false\)/);
});

test("An engine without a required member is not changed.", () => {
  const undo = useLeanEngine(true);
  const state = tf.engine().state as unknown as Record<string, unknown>;
  const { profiling } = state;
  delete state.profiling;
  try {
    const reason = `the engine of TensorFlow.js has no field state.profiling as version ${tf.version_core} has`;
    expect(leanEngineStatus()).toMatchObject({ inUse: false, reason });
    expect(isLeanInF()).toBe(false);
  } finally {
    state.profiling = profiling;
    undo();
  }
});

test("A recording made with the lean engine is pulled back without it, and vice versa.", () => {
  const before = tf.memory().numTensors;
  const y = [tf.tensor1d([0.5, -1])];
  const { record } = dynamicsOf(f, y[0] as tf.Tensor);
  const gradients = [true, false].flatMap((recordLean) =>
    [true, false].map((pullLean) => {
      const undoRecord = useLeanEngine(recordLean);
      const recorded = record(0, y);
      const undoPull = useLeanEngine(pullLean);
      const { y: found } = recorded.pullback(y, []);
      undoPull();
      undoRecord();
      recorded.release();
      const values = [...(found[0] as tf.Tensor).dataSync()];
      tf.dispose([...found, ...recorded.value]);
      return values;
    }),
  );
  for (const values of gradients) expect(values).toEqual(gradients[0]);
  tf.dispose(y);
  expect(tf.memory().numTensors).toBe(before);
});
