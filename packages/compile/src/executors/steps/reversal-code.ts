import type { ButcherTableau } from "@symplectic-adjoint/core";
import { backwardPlan } from "../../imports/core.js";
import type { StepCode } from "./step-code.js";

/**
 * One step of the symplectic adjoint method:
 *
 *     g_i = h (b_i λ⁺ + Σ_{j>i} a_ji w_j),   w_i = (∂f/∂y)ᵀ g_i at X_i,   λ = λ⁺ + Σ_i w_i
 *
 * The w_i take the places of the slopes, and λ that of the next state.
 *
 * @param kept Whether the states of the active stages after the first are there, and need not be computed.
 */
export function reversalCode<Place, Word>(
  tableau: ButcherTableau,
  kept: boolean,
  step: StepCode<Place, Word>,
): Array<Word> {
  const { next, one, h, slopes, states, error: lambda } = step.places;
  const { state, cotangent, combine, copy, pullBack } = step;
  const { stageWeights, sumWeights } = backwardPlan(tableau);
  const terms = [lambda, ...slopes];
  const code = [...findStages(tableau, kept, step), ...step.zeroBars];
  for (const i of [...tableau.activeStages].reverse()) {
    const weights = stageWeights[i] as ReadonlyArray<number>;
    code.push(
      ...combine(cotangent, undefined, h, weights, terms),
      ...copy(state, states[i] as Place),
      ...pullBack(i),
    );
  }
  return [...code, ...combine(next, lambda, one, sumWeights, terms)];
}

/** The states of the active stages. The slope of the last one is not needed. */
function findStages<Place, Word>(
  { a, activeStages }: ButcherTableau,
  kept: boolean,
  { places: { y, h, slopes, states }, state, combine, copy, evaluate }: StepCode<Place, Word>,
): Array<Word> {
  const last = activeStages[activeStages.length - 1] as number;
  const code: Array<Word> = [];
  for (const [s, i] of activeStages.entries()) {
    const given = i === 0 || (kept && s > 0);
    const place = states[i] as Place;
    if (!given) code.push(...combine(place, y, h, a[i] as ReadonlyArray<number>, slopes));
    if (i !== last && !kept) code.push(...copy(state, place), ...evaluate(i));
  }
  return code;
}
