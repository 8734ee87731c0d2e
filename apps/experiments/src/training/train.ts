import { setImmediate } from "node:timers/promises";
import {
  clipByGlobalNorm,
  resumeTraining,
  saveTraining,
  setLearningRate,
} from "@symplectic-adjoint/models";
import { fileHandler } from "@symplectic-adjoint/models/node";
import * as tf from "@tensorflow/tfjs";

/** The loss on a batch, whose tensors live until the gradient is computed. */
export interface BatchLoss {
  loss(): tf.Scalar;
  /** Frees the batch. */
  dispose(): void;
}

/** A training by Adam. */
export interface TrainingOptions {
  readonly variables: ReadonlyArray<tf.Variable>;
  /** What is minimised in an iteration, counted from 0; the same when it is repeated after an interruption. */
  readonly lossAt: (iteration: number) => BatchLoss;
  readonly iterations: number;
  /** Learning rate. Default 1e-3. */
  readonly rate?: number;
  /** What the rate is multiplied by in the course of the training, gradually. Default 1. */
  readonly decay?: number;
  /** Longest gradient; longer ones are shortened. Default: none. */
  readonly clip?: number;
  /** Ends the training after the iteration in hand. */
  readonly signal: AbortSignal;
  /** File in which the training is kept, to be resumed. Default: none. */
  readonly file?: string;
  readonly progress?: (fraction: number, text: string) => void;
}

/** A training that has ended. */
export interface TrainingResult {
  readonly iterations: number;
  readonly complete: boolean;
  /** Losses of all iterations, averaged over groups of equal length, at most 200. */
  readonly losses: ReadonlyArray<number>;
  /** Computing time, over all resumed runs. */
  readonly seconds: number;
}

/** Most averages that are kept. */
const KEPT = 200;
/** Milliseconds between two savings. */
const SAVING = 60_000;

/** Trains until the iterations are done or the signal aborts; goes on from the file if there is one. */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { variables, lossAt, iterations, rate = 1e-3, decay = 1, signal, file, progress } = options;
  const optimizer = tf.train.adam(rate);
  const target = file === undefined ? undefined : fileHandler(file);
  try {
    const saved = target && (await resumeTraining(target, { variables, optimizer }));
    const losses = [...((saved?.losses as ReadonlyArray<number> | undefined) ?? [])];
    const before = Number(saved?.seconds ?? 0);
    const begun = performance.now();
    const secondsSoFar = () => before + (performance.now() - begun) / 1000;
    const save = async () => {
      const state = { losses, seconds: secondsSoFar() };
      if (target) await saveTraining(target, { variables, optimizer, progress: state });
    };
    let savedAt = performance.now();
    while (losses.length < iterations && !signal.aborted) {
      const i = losses.length;
      setLearningRate(optimizer, rate * decay ** (i / iterations));
      losses.push(await iterate(optimizer, variables, lossAt(i), options.clip));
      progress?.(losses.length / iterations, `loss ${losses[i]?.toPrecision(4)}`);
      if (performance.now() - savedAt > SAVING) {
        await save();
        savedAt = performance.now();
      }
      await setImmediate();
    }
    if (losses.length > 0) await save();
    return {
      iterations: losses.length,
      complete: losses.length === iterations,
      losses: averaged(losses),
      seconds: secondsSoFar(),
    };
  } finally {
    optimizer.dispose();
  }
}

async function iterate(
  optimizer: tf.Optimizer,
  variables: ReadonlyArray<tf.Variable>,
  batch: BatchLoss,
  clip: number | undefined,
): Promise<number> {
  const { value, grads } = tf.variableGrads(() => batch.loss(), [...variables]);
  if (clip === undefined) optimizer.applyGradients(grads);
  else tf.tidy(() => optimizer.applyGradients(clipByGlobalNorm(grads, clip)));
  const [number = Number.NaN] = await value.data();
  tf.dispose([value, grads]);
  batch.dispose();
  return number;
}

function averaged(losses: ReadonlyArray<number>): Array<number> {
  const length = Math.max(1, Math.ceil(losses.length / KEPT));
  return Array.from({ length: Math.ceil(losses.length / length) }, (_, i) => {
    const group = losses.slice(i * length, (i + 1) * length);
    return group.reduce((sum, loss) => sum + loss, 0) / group.length;
  });
}
