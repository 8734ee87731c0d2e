import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { madeOnCpu } from "./on-wasm.js";

/** What the engine cpu computes, which accumulates in double precision, and what ours does. */
export async function onBoth(
  run: () => tf.Tensor,
): Promise<{ readonly ours: tf.Tensor; readonly expected: tf.Tensor }> {
  const ours = tf.tidy(run);
  return { ours, expected: await madeOnCpu(() => tf.tidy(run)) };
}

/**
 * Checks that both engines give arrays of one shape and type whose values differ by `tolerance` at most, relative to the
 * larger of 1 and the expected value. NaN and infinity must be the same.
 */
export async function expectAsOnCpu(run: () => tf.Tensor, tolerance: number): Promise<void> {
  const { ours, expected } = await onBoth(run);
  expect(ours.shape).toEqual(expected.shape);
  expect(ours.dtype).toBe(expected.dtype);
  const [actual, wanted] = [ours.dataSync(), expected.dataSync()];
  const wrong = actual.findIndex((value, i) => {
    const other = wanted[i] as number;
    if (Object.is(value, other) || value === other) return false;
    return !(Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other)));
  });
  if (wrong !== -1) {
    expect.fail(`[${wrong}] is ${actual[wrong]}, and ${wanted[wrong]} on cpu`);
  }
  ours.dispose();
  expected.dispose();
}
