import {
  checkOptions,
  checkValue,
  InvalidArgumentError,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import type { Optimizer } from "@tensorflow/tfjs-core";
import { positive } from "../checks/requirements.js";

/** Options of {@link exponentialSchedule}. */
export interface ExponentialScheduleOptions {
  /** The rate at iteration 0. */
  readonly initial: number;
  /** What the rate is multiplied by in `every` iterations; less than 1 to decrease. */
  readonly factor: number;
  /** Default 1. */
  readonly every?: number | undefined;
}

const table: OptionTable = {
  initial: required(positive("initial")),
  factor: required(positive("factor")),
  every: positive("every"),
} satisfies Record<keyof ExponentialScheduleOptions, unknown>;

/**
 * A learning rate that changes exponentially: initial · factor^(iteration / every).
 *
 * @example
 * const rate = exponentialSchedule({ initial: 1e-2, factor: 0.5, every: 1000 });
 * setLearningRate(optimizer, rate(iteration));
 */
export function exponentialSchedule(
  options: ExponentialScheduleOptions,
): (iteration: number) => number {
  checkOptions("exponentialSchedule", options, table);
  const { initial, factor, every = 1 } = options;
  return (iteration) => initial * factor ** (iteration / every);
}

/**
 * Changes the learning rate of any optimizer of TensorFlow.js, which itself offers this for sgd and momentum only.
 *
 * @example
 * const optimizer = tf.train.adam(1e-3);
 * setLearningRate(optimizer, 1e-4);
 */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  checkValue("rate", rate, required(positive("rate")));
  const has: { setLearningRate?: unknown; learningRate?: unknown } = Object(optimizer);
  if (typeof has.setLearningRate === "function") has.setLearningRate(rate);
  else if (typeof has.learningRate === "number") has.learningRate = rate;
  else {
    throw new InvalidArgumentError({
      argument: "optimizer",
      value: optimizer,
      problem: "has no learning rate",
      remedy: "Write tf.train.adam(1e-3), say.",
    });
  }
}
