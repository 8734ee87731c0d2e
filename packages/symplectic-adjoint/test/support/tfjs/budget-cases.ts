import type { Adjoint } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {
  checkpointPerStep,
  oneCheckpoint,
  type PlannedOptions,
  symplecticAdjoint,
} from "../../../src/index.js";

/** A problem, a strategy, and where the budget lies between the smallest one and one that needs no recomputation. */
export interface BudgetCase {
  readonly strategy: "symplecticAdjoint" | "checkpointPerStep" | "oneCheckpoint";
  readonly method: "euler" | "midpoint" | "rk4" | "bosh3" | "dopri5" | "adaptiveHeun";
  /** Steps per interval; undefined: adaptive. */
  readonly stepsPerInterval: number | undefined;
  readonly span: number;
  readonly times: number;
  readonly batch: number;
  readonly width: number;
  readonly hidden: number;
  readonly leaves: number;
  readonly captures: boolean;
  readonly part: number;
  /** Whether outputs lie within the steps. */
  readonly interpolates?: boolean;
}

const ADAPTIVE = ["bosh3", "dopri5", "adaptiveHeun"] as const;
const size = (max: number) => fc.integer({ min: 1, max });

export const anyBudgetCase: fc.Arbitrary<BudgetCase> = fc
  .record({
    strategy: fc.constantFrom(
      "symplecticAdjoint" as const,
      "checkpointPerStep" as const,
      "oneCheckpoint" as const,
    ),
    method: fc.constantFrom("euler", "midpoint", "rk4", ...ADAPTIVE),
    stepsPerInterval: fc.option(size(12), { nil: undefined }),
    span: fc.constantFrom(-1, 0.5, 2),
    times: fc.integer({ min: 2, max: 5 }),
    batch: size(5),
    width: size(8),
    hidden: size(20),
    leaves: size(2),
    captures: fc.boolean(),
    part: fc.constantFrom(0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.2),
  })
  .map(({ method, stepsPerInterval, ...rest }): BudgetCase => {
    const adapts = (ADAPTIVE as ReadonlyArray<string>).includes(method);
    return {
      ...rest,
      method: method as BudgetCase["method"],
      stepsPerInterval: stepsPerInterval ?? (adapts ? undefined : 9),
    };
  });

export const adjoints: Readonly<
  Record<BudgetCase["strategy"], (options?: Pick<PlannedOptions, "memoryBudget">) => Adjoint>
> = { symplecticAdjoint, checkpointPerStep, oneCheckpoint };

/** f, y0, times, options and cotangents of a case. All tensors are of the open scope. */
export function setUp({
  method,
  stepsPerInterval,
  span,
  times,
  batch,
  width,
  hidden,
  leaves,
  captures,
  interpolates = false,
}: BudgetCase) {
  const wave = (shape: Array<number>, from: number, scale: number): tf.Tensor => {
    const length = shape.reduce((product, each) => product * each, 1);
    return tf.mul(tf.cos(tf.range(from, from + length)), scale).reshape(shape);
  };
  const weights = [wave([width, hidden], 1, 0.9), wave([hidden, width], 7, 0.7)].map((weight) =>
    captures ? tf.variable(weight) : weight,
  ) as [tf.Tensor, tf.Tensor];
  const y0 = Array.from({ length: leaves }, (_, i) => wave([batch, width], 3 * i, 1));
  const f = (t: number, y: ReadonlyArray<tf.Tensor>) =>
    y.map((leaf, i) => {
      const next = y[(i + 1) % y.length] as tf.Tensor;
      const inner = tf.tanh(tf.matMul(leaf, weights[0]));
      return tf.add(tf.sub(tf.matMul(inner, weights[1]), next), Math.sin(3 * t));
    });
  const t = Array.from({ length: times }, (_, i) => (span * i) / (times - 1));
  const cotangents = y0.map((_, i) => wave([times, batch, width], 5 * i, 1));
  const fixed = interpolates
    ? { stepSize: Math.abs(span) / (stepsPerInterval ?? 1) }
    : { stepsPerInterval };
  const steps = stepsPerInterval === undefined ? { rtol: 1e-3, atol: 1e-4 } : fixed;
  const options = { method, interpolate: interpolates, ...steps };
  return { f, y0, t, options, cotangents };
}
