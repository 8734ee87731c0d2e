import {
  type ButcherTableau,
  backwardPlan,
  type FusedSteps,
  type State,
  type Step,
  stageTime,
} from "@symplectic-adjoint/core";
import { accumulate } from "../arrays/accumulate.js";
import { combineInto, copyInto, copyOf } from "../arrays/combine-into.js";
import { zerosLike } from "../arrays/zeros-like.js";
import type { LeafFunction } from "../dynamics/leaf-function.js";
import { newScratch } from "./scratch.js";

/**
 * One step of the symplectic adjoint method, its stages in scratch arrays:
 *
 *     g_i = h (b_i λ⁺ + Σ_{j>i} a_ji w_j),   w_i = (∂f/∂y)ᵀ g_i at X_i,   λ = λ⁺ + Σ_i w_i
 */
export function fusedReversal(
  func: LeafFunction,
  parameters: State<Float64Array>,
): FusedSteps<Float64Array>["reverse"] {
  const stateScratch = newScratch();
  const slopeScratch = newScratch();
  const cotangentScratch = newScratch();
  const bars = zerosLike(parameters);
  return (tableau, { step, y: start, lambda, theta: given, stages: kept }) => {
    const y = start[0] as Float64Array;
    const { stages, activeStages, c } = tableau;
    const { stageWeights, sumWeights } = backwardPlan(tableau);
    // Scratch space for the argument of f follows the stages.
    const x = stateScratch(stages + 1, y.length);
    findStages(func, tableau, step, y, kept, x, slopeScratch(stages, y.length));

    // Index 0: the cotangent λ⁺; 1 + i: w_i of stage i; last: scratch space for g.
    const terms = cotangentScratch(stages + 2, y.length);
    const g = terms[stages + 1] as Float64Array;
    copyInto(terms[0] as Float64Array, lambda[0] as Float64Array);
    let theta = given;
    for (let s = activeStages.length - 1; s >= 0; s--) {
      const i = activeStages[s] as number;
      const weights = stageWeights[i] as ReadonlyArray<number>;
      combineInto(g, undefined, step.h, weights, terms);
      const time =
        i === 0 ? step.firstStageTime : stageTime(step.t, step.h, step.end, c[i] as number);
      func.vjp(time, x[i] as Float64Array, g, terms[1 + i] as Float64Array, bars);
      theta = theta === undefined ? bars.map(copyOf) : accumulate(theta, bars);
    }
    const before = new Float64Array(y.length);
    combineInto(before, terms[0], 1, sumWeights, terms);
    return { lambda: [before], theta: theta as State<Float64Array> };
  };
}

/**
 * X_1 … X_s of the active stages: those that were kept, as copies, because the VJP may write into them; otherwise recomputed.
 * The slope of the last one is not needed.
 */
function findStages(
  func: LeafFunction,
  { a, c, stages, activeStages }: ButcherTableau,
  { t, h, end, firstStageTime }: Step,
  y: Float64Array,
  kept: ReadonlyArray<State<Float64Array>> | undefined,
  x: ReadonlyArray<Float64Array>,
  k: ReadonlyArray<Float64Array>,
): void {
  const last = activeStages[activeStages.length - 1] as number;
  for (let s = 0; s < activeStages.length; s++) {
    const i = activeStages[s] as number;
    const state = x[i] as Float64Array;
    if (i === 0) copyInto(state, y);
    else if (kept !== undefined && s > 0) copyInto(state, kept[s - 1]?.[0] as Float64Array);
    else combineInto(state, y, h, a[i] as ReadonlyArray<number>, k);
    if (i === last) return;
    if (kept !== undefined) continue;
    const time = i === 0 ? firstStageTime : stageTime(t, h, end, c[i] as number);
    // A copy: f may write into it, and the VJP is evaluated at the state itself.
    const argument = x[stages] as Float64Array;
    copyInto(argument, state);
    func.evaluate(time, argument, k[i] as Float64Array);
  }
}
