import {
  type ButcherTableau,
  type FusedSteps,
  NO_MEMORY,
  type State,
  type StepAttempt,
  type StepRequest,
  type StepSpan,
  stageTime,
} from "@symplectic-adjoint/core";
import { combineInto, copyInto, copyOf } from "../arrays/combine-into.js";
import { errorNorm } from "../arrays/error-norm.js";
import type { LeafFunction } from "../dynamics/leaf-function.js";
import { newScratch } from "./scratch.js";

/** Attempts one Runge-Kutta step, with its stages in scratch arrays. */
export function fusedAttempt(func: LeafFunction): FusedSteps<Float64Array>["attempt"] {
  const slopes = newScratch();
  const states = newScratch();
  return (tableau, request, tolerances) => {
    const y = request.y[0] as Float64Array;
    const { stages, fsal, b } = tableau;
    const k = slopes(stages, y.length);
    const [x, error] = states(2, y.length) as [Float64Array, Float64Array];
    const startSlope = firstSlope(func, request, y, x, k[0] as Float64Array);
    const next = new Float64Array(y.length);
    const kept: Array<State<Float64Array>> | undefined = request.keepsStages ? [] : undefined;
    takeStages(func, tableau, request, tolerances !== undefined, y, k, x, next, kept);
    if (!fsal) combineInto(next, y, request.h, b, k);
    if (tolerances === undefined) return resultOf(startSlope, [next], undefined, undefined, kept);
    combineInto(error, undefined, request.h, tableau.error as ReadonlyArray<number>, k);
    const endSlope = fsal ? [copyOf(k[stages - 1] as Float64Array)] : undefined;
    const errorRatio = errorNorm([error], request.y, [next], tolerances);
    return resultOf(startSlope, [next], endSlope, errorRatio, kept);
  };
}

function resultOf(
  startSlope: State<Float64Array>,
  next: State<Float64Array>,
  endSlope: State<Float64Array> | undefined,
  errorRatio: number | undefined,
  stages: ReadonlyArray<State<Float64Array>> | undefined,
): StepAttempt<State<Float64Array>, Float64Array> {
  return stages === undefined
    ? { startSlope, next, memory: NO_MEMORY, endSlope, errorRatio, mark: 0 }
    : { startSlope, next, memory: NO_MEMORY, endSlope, errorRatio, mark: 0, stages };
}

/** Copies k_1 to scratch memory and returns a persistent state. */
function firstSlope(
  func: LeafFunction,
  { startSlope, firstStageTime }: StepRequest<State<Float64Array>>,
  y: Float64Array,
  x: Float64Array,
  scratch: Float64Array,
): State<Float64Array> {
  if (startSlope !== undefined) {
    copyInto(scratch, startSlope[0] as Float64Array);
    return startSlope;
  }
  // f may write into its argument, so it gets a copy, here and below.
  copyInto(x, y);
  func.evaluate(firstStageTime, x, scratch);
  return [copyOf(scratch)];
}

/**
 * The stages after the first, with their states in `x`; for FSAL methods, the state of the last one is written to
 * `next`. Copies of the states of the active stages after the first are added to `kept`.
 */
function takeStages(
  func: LeafFunction,
  { a, c, stages, fsal, activeStages }: ButcherTableau,
  { t, h, end }: StepSpan,
  everyStage: boolean,
  y: Float64Array,
  k: ReadonlyArray<Float64Array>,
  x: Float64Array,
  next: Float64Array,
  kept: Array<State<Float64Array>> | undefined,
): void {
  const first = activeStages[0] as number;
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    if (!everyStage && !isResult && !activeStages.includes(i)) continue;
    combineInto(x, y, h, a[i] as ReadonlyArray<number>, k);
    if (isResult) copyInto(next, x);
    if (!everyStage && isResult) return;
    if (kept !== undefined && i > first && activeStages.includes(i)) kept.push([copyOf(x)]);
    func.evaluate(stageTime(t, h, end, c[i] as number), x, k[i] as Float64Array);
  }
}
