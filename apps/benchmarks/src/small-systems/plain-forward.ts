import type { ButcherTableau, StepEvent } from "@symplectic-adjoint/core";
import type { TestProblem } from "@symplectic-adjoint/testing";
import { stageArrays } from "./stage-arrays.js";
import { weightedSum, weightRows } from "./weight-rows.js";

/** Attempted steps, rejected ones included, as a solve reported them. */
export type Attempts = ReadonlyArray<Pick<StepEvent, "t" | "h" | "accepted">>;

/** The accepted steps and the states before them; the memory grows to the longest run and is reused. */
export interface PlainTrajectory {
  count: number;
  t: Float64Array;
  h: Float64Array;
  /** State m is the entries m·n … (m + 1)·n − 1. */
  states: Float64Array;
}

/** The forward half of `plainSolver`, for FSAL methods. */
export interface PlainForward {
  readonly trajectory: PlainTrajectory;
  run(attempts: Attempts): Float64Array;
  /** The last attempt's proposal for the next step; readable, so that the compiler cannot eliminate its computation. */
  proposal(): number;
}

export function plainForward(
  { evaluate, y0, parameters, t0, t1 }: TestProblem,
  { a, c, stages, error = [], order }: ButcherTableau,
  tolerance: number,
): PlainForward {
  const n = y0.length;
  const rows = weightRows([...a, error]);
  const times = Float64Array.from(c);
  const k = stageArrays(stages, n);
  const [f0, f1] = k.views as [Float64Array, Float64Array];
  const y = new Float64Array(n);
  const x = new Float64Array(n);
  const none = new Float64Array(0);
  const trajectory: PlainTrajectory = { count: 0, t: none, h: none, states: none };
  let proposal = 0;

  return { trajectory, run, proposal: () => proposal };

  function run(attempts: Attempts): Float64Array {
    reserve(attempts.length);
    trajectory.count = 0;
    y.set(y0);
    proposal = firstStep();
    for (let m = 0; m < attempts.length; m++) {
      const { t, h, accepted } = attempts[m] as Attempts[number];
      for (let i = 1; i < stages; i++) {
        for (let d = 0; d < n; d++)
          x[d] = (y[d] as number) + h * weightedSum(rows, i, k.flat, n, d);
        evaluate(t + (times[i] as number) * h, x, parameters, k.views[i] as Float64Array);
      }
      proposal = h * factor(errorNorm(h));
      if (accepted) advance(t, h);
    }
    return y;
  }

  /** Stores the state and reuses the last stage: by FSAL its state is y⁺, its slope the next k_1. */
  function advance(t: number, h: number): void {
    const m = trajectory.count++;
    trajectory.t[m] = t;
    trajectory.h[m] = h;
    for (let d = 0; d < n; d++) {
      trajectory.states[m * n + d] = y[d] as number;
      y[d] = x[d] as number;
      k.flat[d] = k.flat[(stages - 1) * n + d] as number;
    }
  }

  /** Hairer, Nørsett & Wanner I, II.4, in units of the power of a thousand nearest to the span, and inside of it. */
  function firstStep(): number {
    const span = t1 - t0;
    const unit = 1000 ** Math.round(Math.log10(span) / 3);
    evaluate(t0, y, parameters, f0);
    const size = scaledNorm(y);
    const speed = scaledNorm(f0);
    const tiny = size < 1e-5 || speed * unit < 1e-5;
    const trial = Math.min(span, tiny ? 1e-6 * unit : (0.01 * size) / speed);
    for (let d = 0; d < n; d++) x[d] = (y[d] as number) + trial * (f0[d] as number);
    evaluate(t0 + trial, x, parameters, f1);
    for (let d = 0; d < n; d++) x[d] = (f1[d] as number) - (f0[d] as number);
    const bend = (scaledNorm(x) / trial) * unit * unit;
    return Math.min(100 * trial, unit * (0.01 / Math.max(speed * unit, bend)) ** (1 / order));
  }

  function scaledNorm(value: Float64Array): number {
    let sum = 0;
    for (let d = 0; d < n; d++) {
      const scaled = (value[d] as number) / (tolerance + tolerance * Math.abs(y[d] as number));
      sum += scaled * scaled;
    }
    return Math.sqrt(sum / n);
  }

  function errorNorm(h: number): number {
    let sum = 0;
    for (let d = 0; d < n; d++) {
      const size = Math.max(Math.abs(y[d] as number), Math.abs(x[d] as number));
      const scaled = (h * weightedSum(rows, stages, k.flat, n, d)) / (tolerance + tolerance * size);
      sum += scaled * scaled;
    }
    return Math.sqrt(sum / n);
  }

  function factor(ratio: number): number {
    const wanted = 0.9 * ratio ** (-1 / order);
    return Math.min(10, Math.max(wanted, ratio < 1 ? 1 : 0.2));
  }

  function reserve(count: number): void {
    if (trajectory.t.length >= count) return;
    trajectory.t = new Float64Array(count);
    trajectory.h = new Float64Array(count);
    trajectory.states = new Float64Array(count * n);
  }
}
