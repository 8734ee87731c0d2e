import { typedArrays } from "@symplectic-adjoint/backend-float64";
import { type ButcherTableau, backwardPlan, stageTime } from "@symplectic-adjoint/core";
import type { FloatArray } from "../../../program/program.js";
import type { Leaves, ReversalArguments } from "../../executor.js";
import { addOut, copyInto } from "../memory.js";
import type { PreparedProgram } from "../prepared-program.js";
import type { StepMemory } from "./step-memory.js";

/**
 * One step of the symplectic adjoint method, its stages in the memory of the executor:
 *
 *     g_i = h (b_i λ⁺ + Σ_{j>i} a_ji w_j),   w_i = (∂f/∂y)ᵀ g_i at X_i,   λ = λ⁺ + Σ_i w_i
 */
export function reverseStep(
  prepared: PreparedProgram,
  steps: StepMemory,
  tableau: ButcherTableau,
  { step, y, lambda, stages: kept, before, theta }: ReversalArguments,
): void {
  const { stages, activeStages } = tableau;
  const { stageWeights, sumWeights } = backwardPlan(tableau);
  const states = steps.arrays("states", stages);
  findStages(prepared, steps, tableau, step, y, kept, states);
  // The cotangent λ⁺, then w_i at 1 + i.
  const terms = steps.arrays("cotangents", stages + 1);
  steps.gather(lambda, terms[0] as FloatArray);
  prepared.zeroParameterBars();
  const { state, cotangent, stateBar, backward } = prepared;
  for (let s = activeStages.length - 1; s >= 0; s--) {
    const i = activeStages[s] as number;
    typedArrays.combineInto(
      cotangent,
      undefined,
      step.h,
      stageWeights[i] as ReadonlyArray<number>,
      terms,
    );
    copyInto(state, states[i] as FloatArray);
    backward(timeOf(tableau, step, i));
    copyInto(terms[1 + i] as FloatArray, stateBar);
  }
  typedArrays.combineInto(stateBar, terms[0], 1, sumWeights, terms);
  steps.spread(stateBar, before);
  addOut(prepared.memory, prepared.program.bars.parameters, theta);
}

function timeOf({ c }: ButcherTableau, step: ReversalArguments["step"], stage: number): number {
  if (stage === 0) return step.firstStageTime;
  return stageTime(step.t, step.h, step.end, c[stage] as number);
}

/** X_1 … X_s of the active stages, unless they were kept. The slope of the last one is not needed. */
function findStages(
  { state, slope, forward }: PreparedProgram,
  steps: StepMemory,
  tableau: ButcherTableau,
  step: ReversalArguments["step"],
  y: Leaves,
  kept: ReadonlyArray<Leaves> | undefined,
  states: ReadonlyArray<FloatArray>,
): void {
  const { a, activeStages } = tableau;
  const slopes = steps.arrays("slopes", tableau.stages);
  const { start } = steps;
  steps.gather(y, start);
  const last = activeStages[activeStages.length - 1] as number;
  for (let s = 0; s < activeStages.length; s++) {
    const i = activeStages[s] as number;
    const own = states[i] as FloatArray;
    if (i === 0) copyInto(own, start);
    else if (kept !== undefined && s > 0) steps.gather(kept[s - 1] as Leaves, own);
    else typedArrays.combineInto(own, start, step.h, a[i] as ReadonlyArray<number>, slopes);
    if (i === last) return;
    if (kept !== undefined) continue;
    copyInto(state, own);
    forward(timeOf(tableau, step, i));
    copyInto(slopes[i] as FloatArray, slope);
  }
}
