import { type ButcherTableau, backwardPlan } from "@symplectic-adjoint/core";
import type { StepPlaces } from "./step-places.js";
import type { StepWords } from "./step-words.js";

/**
 * One step of the symplectic adjoint method:
 *
 *     g_i = h (b_i λ⁺ + Σ_{j>i} a_ji w_j),   w_i = (∂f/∂y)ᵀ g_i at X_i,   λ = λ⁺ + Σ_i w_i
 *
 * The w_i take the places of the slopes, and λ that of the next state.
 *
 * @param kept Whether the states of the active stages after the first are there, and need not be computed.
 */
export function reversalWords(
  tableau: ButcherTableau,
  kept: boolean,
  places: StepPlaces,
  words: StepWords,
): Array<number> {
  const { next, one, h, slopes, states, error: lambda } = places;
  const { state, cotangent, combine, copy } = words;
  const { activeStages } = tableau;
  const code = findStages(tableau, kept, places, words);
  const { stageWeights, sumWeights } = backwardPlan(tableau);
  const terms = [lambda, ...slopes];
  code.push(...words.zeroBars());
  for (const i of [...activeStages].reverse()) {
    const weights = stageWeights[i] as ReadonlyArray<number>;
    code.push(...combine(cotangent, 0, h, weights, terms), ...copy(state, states[i] as number));
    code.push(...words.pullBack(i, slopes[i] as number));
  }
  return [...code, ...combine(next, lambda, one, sumWeights, terms)];
}

/** The states of the active stages. The slope of the last one is not needed. */
function findStages(
  { a, activeStages }: ButcherTableau,
  kept: boolean,
  { y, h, slopes, states }: StepPlaces,
  { state, combine, copy, evaluate }: StepWords,
): Array<number> {
  const last = activeStages[activeStages.length - 1] as number;
  const code: Array<number> = [];
  for (const [s, i] of activeStages.entries()) {
    const given = i === 0 || (kept && s > 0);
    const place = states[i] as number;
    if (!given) code.push(...combine(place, y, h, a[i] as ReadonlyArray<number>, slopes));
    if (i !== last && !kept) code.push(...copy(state, place), ...evaluate(i, slopes[i] as number));
  }
  return code;
}
