import {
  type ButcherTableau,
  type StepKernels,
  type StepResult,
  type StepTrial,
  stageTime,
} from "@symplectic-adjoint/core";
import { combineInto } from "../arrays/combine-into.js";
import { copyInto, copyOf } from "../arrays/copy-of.js";
import { errorNorm } from "../arrays/error-norm.js";
import type { LeafFunction } from "../dynamics/leaf-function.js";
import { newScratch } from "./scratch.js";

/** One attempted Runge-Kutta step, its stages in scratch arrays. */
export function attemptKernel(func: LeafFunction): StepKernels<Float64Array>["attempt"] {
  const slopes = newScratch();
  const states = newScratch();
  return (tableau, trial) => {
    const y = trial.y[0] as Float64Array;
    const { stages, fsal, b } = tableau;
    const k = slopes(stages, y.length);
    const [x, error] = states(2, y.length) as [Float64Array, Float64Array];
    const k1 = firstSlope(func, trial, y, x, k[0] as Float64Array);
    const next = new Float64Array(y.length);
    takeStages(func, tableau, trial, y, k, x, next);
    if (!fsal) combineInto(next, y, trial.h, b, k);
    const { tolerances } = trial;
    if (tolerances === undefined) {
      return { k1, next: [next], lastStage: undefined, errorRatio: undefined };
    }
    combineInto(error, undefined, trial.h, tableau.error as ReadonlyArray<number>, k);
    const result: StepResult<Float64Array> = {
      k1,
      next: [next],
      lastStage: fsal ? [copyOf(k[stages - 1] as Float64Array)] : undefined,
      errorRatio: errorNorm([error], trial.y, [next], tolerances),
    };
    return result;
  };
}

/** Puts k_1 into scratch, and returns it as a state that will last. */
function firstSlope(
  func: LeafFunction,
  trial: StepTrial<Float64Array>,
  y: Float64Array,
  x: Float64Array,
  scratch: Float64Array,
): StepResult<Float64Array>["k1"] {
  if (trial.k1 !== undefined) {
    copyInto(scratch, trial.k1[0] as Float64Array);
    return trial.k1;
  }
  // f is handed a copy, here and below: what it writes into its argument changes no state.
  copyInto(x, y);
  func.evaluate(trial.firstStageTime, x, scratch);
  return [copyOf(scratch)];
}

/** The stages after the first, their states in `x`. That of the last one, where it is the result, is put into `next`. */
function takeStages(
  func: LeafFunction,
  { a, c, stages, fsal, activeStages }: ButcherTableau,
  { t, h, end, tolerances }: StepTrial<Float64Array>,
  y: Float64Array,
  k: ReadonlyArray<Float64Array>,
  x: Float64Array,
  next: Float64Array,
): void {
  const everyStage = tolerances !== undefined;
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    if (!everyStage && !isResult && !activeStages.includes(i)) continue;
    combineInto(x, y, h, a[i] as ReadonlyArray<number>, k);
    if (isResult) copyInto(next, x);
    if (!everyStage && isResult) return;
    func.evaluate(stageTime(t, h, end, c[i] as number), x, k[i] as Float64Array);
  }
}
