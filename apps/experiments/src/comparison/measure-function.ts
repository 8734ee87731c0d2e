import { setImmediate } from "node:timers/promises";
import { medianTime } from "@symplectic-adjoint/examples/median-time";
import type { Odeint } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import { measureMemory } from "symplectic-adjoint";
import { valuesOf } from "../plain/values-of.js";
import { counting, type SolvingFunction, type WorkCounts } from "../solving/counting.js";
import { interpreted } from "../solving/interpreted.js";
import type { Problem } from "./problem.js";

/** Cost of one loss with its gradient, and the gradient: operation by operation, and compiled. */
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
  /** The same of programs, if the problem's f compiles. */
  readonly compiled?: Pick<Measured, "loss" | "seconds" | "gradient">;
}

/** Milliseconds after which no other gradient is timed. */
const TIMED = 20_000;

/**
 * Computes the gradient of a problem by one of the five functions: once for its memory, and again for its time; and in the same
 * way compiled.
 *
 * @param runs Gradients to be timed, of each kind, fewer if they take long. 0: none.
 */
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
  const backward = evaluations - forward;
  const figures = await valuesAndFree(value);
  const seconds = await secondsOf(problem, interpreted(odeint), runs, signal);
  const measured = { ...figures, peakBytes, forward, backward, steps, seconds };
  if (!problem.compiles) return measured;
  // Compiles f, so that it is not part of the time.
  const compiled = await valuesAndFree(gradientOf(problem, () => problem.loss(odeint)));
  return {
    ...measured,
    compiled: { ...compiled, seconds: await secondsOf(problem, odeint, runs, signal) },
  };
}

async function secondsOf(
  problem: Problem,
  odeint: Odeint,
  runs: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (runs === 0) return Number.NaN;
  const once = async () => {
    const result = gradientOf(problem, () => problem.loss(odeint));
    // Reads, since an engine may compute only then.
    await result.loss.data();
    await result.gradient[0]?.data();
    tf.dispose([result.loss, [...result.gradient]]);
  };
  const signals = [AbortSignal.timeout(TIMED), ...(signal ? [signal] : [])];
  return (await medianTime(once, AbortSignal.any(signals), runs)).milliseconds / 1000;
}

async function valuesAndFree({ loss, gradient }: ReturnType<typeof gradientOf>) {
  const [value = Number.NaN] = await loss.data();
  const values = await valuesOf(gradient);
  tf.dispose([loss, [...gradient]]);
  return { loss: value, gradient: values };
}

/** Loss and gradient, in the order of the variables. */
export function gradientOf(
  { variables }: Problem,
  loss: () => tf.Scalar,
): { readonly loss: tf.Scalar; readonly gradient: ReadonlyArray<tf.Tensor> } {
  const { value, grads } = tf.variableGrads(loss, [...variables]);
  return { loss: value, gradient: variables.map(({ name }) => grads[name] as tf.Tensor) };
}
