import { measureMemory } from "@symplectic-adjoint/backend-tfjs";
import type { Compilation } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjointAsync } from "symplectic-adjoint";
import { drawBatch } from "./batch.js";
import type { Network } from "./network.js";
import type { Spiral } from "./spiral.js";

/** Progress after an iteration. */
export interface Iteration {
  /** Counted from 1. */
  readonly index: number;
  readonly loss: number;
  readonly milliseconds: number;
  /** Evaluations of the network, and how many of them were differentiated. */
  readonly evaluations: { readonly forward: number; readonly backward: number };
  readonly steps: { readonly accepted: number; readonly rejected: number };
  /** How the network was run; undefined if it is not compiled. */
  readonly compiled: Compilation | undefined;
  /** Peak bytes of live tensors. */
  readonly peakBytes: number;
}

/** Options of the training. */
export interface TrainOptions {
  readonly iterations: number;
  /** Ends the training after the current step. */
  readonly signal: AbortSignal;
}

const LEARNING_RATE = 0.01;
const STEPS = { rtol: 1e-4, atol: 1e-5 } as const;

/**
 * Fits the network to short windows of the spiral, one iteration at a time. It solves asynchronously and then records
 * the solution on the tape, which works on every engine, including WebGPU.
 */
export async function* train(
  network: Network,
  spiral: Spiral,
  { iterations, signal }: TrainOptions,
): AsyncGenerator<Iteration> {
  const optimizer = tf.train.adam(LEARNING_RATE);
  try {
    for (let index = 1; index <= iterations && !signal.aborted; index++) {
      const begun = performance.now();
      const { value, peakBytes } = await measureMemory(() =>
        iterate(network, spiral, optimizer, index, signal),
      );
      if (value === undefined) return;
      yield { index, ...value, milliseconds: performance.now() - begun, peakBytes };
    }
  } finally {
    optimizer.dispose();
  }
}

/** One step of the optimizer; undefined if it was stopped during the step. */
async function iterate(
  network: Network,
  spiral: Spiral,
  optimizer: tf.Optimizer,
  seed: number,
  signal: AbortSignal,
): Promise<Omit<Iteration, "index" | "milliseconds" | "peakBytes"> | undefined> {
  const { start, times, target } = drawBatch(spiral, seed);
  const { field, parameters } = network;
  const options = { ...STEPS, parameters, signal };
  const solution = await odeintSymplecticAdjointAsync(field, start, times, options);
  try {
    if (solution.outcome.kind === "aborted") return undefined;
    if (solution.outcome.kind !== "success") throw new Error(solution.outcome.message);
    const meanSquare = (): tf.Scalar =>
      tf.losses.meanSquaredError(target, solution.differentiable(start));
    const loss = optimizer.minimize(meanSquare, true) as tf.Scalar;
    const [value = Number.NaN] = await loss.data();
    loss.dispose();
    const { forward, backward, compiled } = solution.stats;
    return {
      loss: value,
      evaluations: { forward: forward.evaluations, backward: backward.evaluations },
      steps: { accepted: forward.accepted, rejected: forward.rejected },
      compiled,
    };
  } finally {
    solution.dispose();
    tf.dispose([start, target]);
  }
}
