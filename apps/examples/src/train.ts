import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { clippedGradients } from "./clipped-gradients.js";
import type { Pair } from "./log-scale.js";
import type { Field, Model } from "./model.js";
import { type Phase, phasesOf } from "./phases-of.js";
import { STEPS } from "./steps.js";
import { windowsOf } from "./windows.js";

/** What there is to say after an iteration. */
export interface Iteration {
  /** Counted from 1, over all phases. */
  readonly index: number;
  readonly loss: number;
  /** Completed fraction of the total work, from 0 to 1; iterations are weighted by the number of years. */
  readonly done: number;
}

export interface TrainOptions {
  /** The field as it is solved, if not that of the model as it is. */
  readonly field?: Field;
  readonly iterations: number;
  readonly onIteration: (iteration: Iteration) => void;
  /** Ends the training after the iteration in hand. */
  readonly signal: AbortSignal;
}

/** The model and its initial state: both are learned. */
export interface Fit {
  readonly model: Model;
  /** [1, 2] */
  readonly start: tf.Variable;
}

/** Fits short windows of the record first, then the whole record and its first state. Returns the losses. */
export async function train(
  fit: Fit,
  states: ReadonlyArray<Pair>,
  { field = fit.model.field, iterations, onIteration, signal }: TrainOptions,
): Promise<ReadonlyArray<number>> {
  const phases = phasesOf(iterations, states.length - 1);
  const work = phases.reduce((sum, phase) => sum + phase.iterations * phase.years, 0);
  const losses: Array<number> = [];
  let done = 0;
  await setImmediate();
  if (signal.aborted) return losses;
  for (const phase of phases) {
    for await (const loss of runPhase(fit, field, states, phase)) {
      losses.push(loss);
      done += phase.years / work;
      onIteration({ index: losses.length, loss, done });
      // Yields so that signals and timers are handled: these engines compute synchronously.
      await setImmediate();
      if (signal.aborted) return losses;
    }
  }
  return losses;
}

async function* runPhase(
  { model, start }: Fit,
  field: Field,
  states: ReadonlyArray<Pair>,
  { iterations, years, firstRate, lastRate }: Phase,
): AsyncGenerator<number> {
  const windows = windowsOf(states, years);
  const whole = windows.start.shape[0] === 1;
  const variables = whole ? [...model.parameters, start] : model.parameters;
  const optimizer = tf.train.adam(firstRate);
  const meanSquare = (): tf.Scalar => {
    const from = whole ? start : windows.start;
    const ys = odeintSymplecticAdjoint(field, from, windows.times, {
      ...STEPS,
      parameters: model.parameters,
    });
    return tf.losses.meanSquaredError(windows.target, ys);
  };
  try {
    for (let i = 0; i < iterations; i++) {
      // Adam reads its learning rate at every step, but the field is not in its type.
      Object.assign(optimizer, {
        learningRate: firstRate * (lastRate / firstRate) ** (i / iterations),
      });
      const { loss, gradients } = clippedGradients(meanSquare, variables, 1);
      optimizer.applyGradients(gradients);
      const [value = Number.NaN] = await loss.data();
      tf.dispose([loss, gradients.map(({ tensor }) => tensor)]);
      yield value;
    }
  } finally {
    optimizer.dispose();
    tf.dispose([windows.start, windows.target]);
  }
}
