import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { StepCode } from "./step-code.js";

/** What an attempt has to do besides finding the next state. */
export interface AttemptVariant {
  readonly slopeKnown: boolean;
  /** Evaluate all stages, and measure the error. */
  readonly measuresError: boolean;
  readonly keepsStages: boolean;
}

/** One attempt of a Runge-Kutta step; the same stages in the same order as in backend-float64. */
export function attemptCode<Place, Word>(
  { a, b, error, stages, fsal, activeStages }: ButcherTableau,
  { slopeKnown, measuresError, keepsStages }: AttemptVariant,
  { places, state, combine, copy, evaluate, norm }: StepCode<Place, Word>,
): Array<Word> {
  const { y, next, h, slopes, states } = places;
  const first = activeStages[0] as number;
  const code = slopeKnown ? [] : [...copy(state, y), ...evaluate(0)];
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    const isActive = activeStages.includes(i);
    if (!measuresError && !isResult && !isActive) continue;
    const kept = keepsStages && isActive && i > first;
    const own = states[i] as Place;
    const target = isResult ? next : kept ? own : state;
    code.push(...combine(target, y, h, a[i] as ReadonlyArray<number>, slopes));
    if (isResult && !measuresError) return code;
    if (isResult && kept) code.push(...copy(own, next));
    if (target !== state) code.push(...copy(state, target));
    code.push(...evaluate(i));
  }
  if (!fsal) code.push(...combine(next, y, h, b, slopes));
  if (!measuresError) return code;
  const errorOf = combine(places.error, undefined, h, error as ReadonlyArray<number>, slopes);
  return [...code, ...errorOf, ...norm()];
}
