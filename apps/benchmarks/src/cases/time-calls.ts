import * as tf from "@tensorflow/tfjs";
import type { Timing } from "../runners/services.js";
import type { Computation, Outcome } from "./case.js";

/** Processor time in microseconds, if such a clock is available. */
export type CpuClock = (() => number) | undefined;

/**
 * Times calls, one after the other without waiting, until a value that is computed after all of them has arrived, so that
 * engines that only queue their work have done it.
 *
 * @throws Error if a call leaves tensors behind.
 */
export async function timeCalls(
  computation: Computation,
  calls: number,
  cpu: CpuClock,
): Promise<Timing> {
  const { numTensors } = tf.memory();
  const worked = cpu?.() ?? 0;
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    const pending = computation.compute();
    disposeAll(pending instanceof Promise ? await pending : pending);
  }
  await settled();
  const seconds = (performance.now() - start) / 1000;
  const left = tf.memory().numTensors - numTensors;
  if (left !== 0) throw new Error(`${calls} calls left ${left} tensors behind.`);
  return {
    secondsPerCall: seconds / calls,
    ...(cpu !== undefined && { cores: (cpu() - worked) / 1e6 / seconds }),
  };
}

/** Frees the results of a call. */
export function disposeAll(outcome: Outcome): void {
  for (const value of outcome) if (typeof value !== "number") value.dispose();
}

async function settled(): Promise<void> {
  const [zero, one] = [tf.scalar(0), tf.scalar(1)];
  const sum = tf.add(zero, one);
  await sum.data();
  tf.dispose([zero, one, sum]);
}
