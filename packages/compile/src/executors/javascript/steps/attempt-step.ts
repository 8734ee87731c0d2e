import { typedArrays } from "@symplectic-adjoint/backend-float64";
import { type ButcherTableau, stageTime } from "@symplectic-adjoint/core";
import type { FloatArray } from "../../../program/program.js";
import type { AttemptArguments, Leaves } from "../../executor.js";
import { copyInto } from "../memory.js";
import type { PreparedProgram } from "../prepared-program.js";
import type { StepMemory } from "./step-memory.js";

/** One attempt of a Runge-Kutta step, its stages in the memory of the executor. */
export function attemptStep(
  prepared: PreparedProgram,
  steps: StepMemory,
  tableau: ButcherTableau,
  attempt: AttemptArguments,
): number | undefined {
  const { next, tolerances } = attempt;
  const { stages, fsal, b } = tableau;
  const slopes = steps.arrays("slopes", stages);
  const [result] = steps.arrays("states", 1) as [FloatArray];
  const { start } = steps;
  steps.gather(attempt.y, start);
  firstSlope(prepared, steps, attempt, slopes[0] as FloatArray);
  takeStages(prepared, steps, tableau, attempt, start, slopes, result);
  if (!fsal) typedArrays.combineInto(result, start, attempt.h, b, slopes);
  steps.spread(result, next);
  if (tolerances === undefined) return undefined;
  if (fsal && attempt.endSlope !== undefined)
    steps.spread(slopes[stages - 1] as FloatArray, attempt.endSlope);
  const { error, errorLeaves } = steps;
  typedArrays.combineInto(
    error,
    undefined,
    attempt.h,
    tableau.error as ReadonlyArray<number>,
    slopes,
  );
  return typedArrays.errorNorm(errorLeaves, attempt.y, next, tolerances) as number;
}

function firstSlope(
  { state, slope, forward }: PreparedProgram,
  steps: StepMemory,
  { firstStageTime, startSlope, slopeKnown, y }: AttemptArguments,
  to: FloatArray,
): void {
  if (slopeKnown) {
    steps.gather(startSlope, to);
    return;
  }
  steps.gather(y, state);
  forward(firstStageTime);
  copyInto(to, slope);
  steps.spread(to, startSlope);
}

/** The stages after the first; the state of the last one of FSAL methods is the result. */
function takeStages(
  { state, slope, forward }: PreparedProgram,
  steps: StepMemory,
  { a, c, stages, fsal, activeStages }: ButcherTableau,
  { t, h, end, tolerances, stages: kept }: AttemptArguments,
  start: FloatArray,
  slopes: ReadonlyArray<FloatArray>,
  result: FloatArray,
): void {
  const everyStage = tolerances !== undefined;
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    const active = activeStages.indexOf(i);
    if (!everyStage && !isResult && active < 0) continue;
    typedArrays.combineInto(state, start, h, a[i] as ReadonlyArray<number>, slopes);
    if (isResult) copyInto(result, state);
    if (!everyStage && isResult) return;
    if (kept !== undefined && active > 0) steps.spread(state, kept[active - 1] as Leaves);
    forward(stageTime(t, h, end, c[i] as number));
    copyInto(slopes[i] as FloatArray, slope);
  }
}
