import { setImmediate } from "node:timers/promises";
import { medianTime } from "@symplectic-adjoint/examples/median-time";
import * as tf from "@tensorflow/tfjs";
import { measureMemory } from "symplectic-adjoint";
import { valuesOf } from "../plain/values-of.js";
import { counting, type SolvingFunction, type WorkCounts } from "../solving/counting.js";
import type { Problem } from "./problem.js";

/** Cost of one loss with its gradient, and the gradient. */
export interface Measured {
  readonly loss: number;
  /** Most bytes in distinct buffers during both passes, above those of the variables and the data. */
  readonly peakBytes: number;
  /** Calls of f in the forward and the backward pass. */
  readonly forward: number;
  readonly backward: number;
  /** Accepted steps, of all solves of the loss. */
  readonly steps: number;
  /** Median of a few gradients. */
  readonly seconds: number;
  readonly gradient: ReadonlyArray<Float64Array>;
}

/** Computes the gradient of a problem by one of the five functions, once for its memory, and again for its time. */
export async function measureFunction(
  { odeint }: SolvingFunction,
  problem: Problem,
  { runs = 3, signal }: { readonly runs?: number; readonly signal?: AbortSignal } = {},
): Promise<Measured> {
  const counts: WorkCounts = { evaluations: 0, steps: 0 };
  const counted = counting(odeint, counts);
  let forward = 0;
  await setImmediate();
  const { value, peakBytes } = measureMemory(() =>
    gradientOf(problem, () => {
      const loss = problem.loss(counted);
      forward = counts.evaluations;
      return loss;
    }),
  );
  const { steps, evaluations } = counts;
  const [loss = Number.NaN] = await value.loss.data();
  const gradient = await valuesOf(value.gradient);
  tf.dispose([value.loss, [...value.gradient]]);
  const again = async () => {
    const result = gradientOf(problem, () => problem.loss(odeint));
    // Reads, since an engine may compute only then.
    await result.loss.data();
    await result.gradient[0]?.data();
    tf.dispose([result.loss, [...result.gradient]]);
  };
  const { milliseconds } = await medianTime(again, signal, runs);
  const backward = evaluations - forward;
  return { loss, peakBytes, forward, backward, steps, seconds: milliseconds / 1000, gradient };
}

/** Loss and gradient, in the order of the variables. */
export function gradientOf(
  { variables }: Problem,
  loss: () => tf.Scalar,
): { readonly loss: tf.Scalar; readonly gradient: ReadonlyArray<tf.Tensor> } {
  const { value, grads } = tf.variableGrads(loss, [...variables]);
  return { loss: value, gradient: variables.map(({ name }) => grads[name] as tf.Tensor) };
}
