import type { Odeint } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Problem } from "../comparison/problem.js";
import { FUNCTIONS } from "../solving/counting.js";
import { type BatchLoss, type TrainingOptions, train } from "./train.js";

/** A short training by one of the five functions. */
export interface ShortTraining {
  readonly name: string;
  readonly iterations: number;
  /** The loss of the last iterations, averaged over a quarter of them. */
  readonly loss: number;
}

/** Trains anew with each function, from the same weights on the same batches. Leaves the weights as they were. */
export async function trainByEach(
  variables: Problem["variables"],
  lossAt: (odeint: Odeint, iteration: number) => BatchLoss,
  options: Pick<TrainingOptions, "iterations" | "rate" | "clip" | "signal" | "progress">,
): Promise<Array<ShortTraining>> {
  const before = variables.map((variable) => tf.clone(variable));
  const restore = () =>
    variables.forEach((variable, i) => {
      variable.assign(before[i] as tf.Tensor);
    });
  const results: Array<ShortTraining> = [];
  for (const { name, odeint } of FUNCTIONS) {
    if (options.signal.aborted) break;
    const { losses, iterations } = await train({
      ...options,
      variables,
      lossAt: (i) => lossAt(odeint, i),
      progress: (fraction, text) => {
        const done = results.length + fraction;
        options.progress?.(done / FUNCTIONS.length, `${name} ${text}`);
      },
    });
    restore();
    const last = losses.slice(-Math.max(1, Math.round(losses.length / 4)));
    const loss = last.reduce((sum, each) => sum + each, 0) / last.length;
    results.push({ name, iterations, loss });
  }
  tf.dispose(before);
  return results;
}
