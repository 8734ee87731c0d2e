import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { StepPlaces } from "./step-places.js";
import type { StepWords } from "./step-words.js";

/** What an attempt has to do besides finding the next state. */
export interface AttemptVariant {
  readonly slopeKnown: boolean;
  /** Evaluate all stages, and measure the error. */
  readonly measuresError: boolean;
  readonly keepsStages: boolean;
}

/** One attempt of a Runge-Kutta step; the same stages in the same order as in backend-float64. */
export function attemptWords(
  { a, b, error, stages, fsal, activeStages }: ButcherTableau,
  { slopeKnown, measuresError, keepsStages }: AttemptVariant,
  places: StepPlaces,
  words: StepWords,
): Array<number> {
  const { y, next, h, slopes } = places;
  const { state, combine, copy, evaluate } = words;
  const first = activeStages[0] as number;
  const code = slopeKnown ? [] : [...copy(state, y), ...evaluate(0, slopes[0] as number)];
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    const isActive = activeStages.includes(i);
    if (!measuresError && !isResult && !isActive) continue;
    const kept = keepsStages && isActive && i > first;
    const target = isResult ? next : kept ? (places.states[i] as number) : state;
    code.push(...combine(target, y, h, a[i] as ReadonlyArray<number>, slopes));
    if (isResult && !measuresError) return code;
    if (isResult && kept) code.push(...copy(places.states[i] as number, next));
    if (target !== state) code.push(...copy(state, target));
    code.push(...evaluate(i, slopes[i] as number));
  }
  if (!fsal) code.push(...combine(next, y, h, b, slopes));
  if (!measuresError) return code;
  code.push(...combine(places.error, 0, h, error as ReadonlyArray<number>, slopes));
  return [...code, ...words.norm(places.error, y, next)];
}
