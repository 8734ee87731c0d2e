import {
  type ButcherTableau,
  type StepOperations,
  type StepSpan,
  stageTime,
} from "@symplectic-adjoint/core";

/** The stages of one step and its result. */
export interface Stages<V> {
  /** k_1 … k_s; stages that nothing depends on are left out (undefined) when `lastStage` was false. */
  readonly k: ReadonlyArray<V>;
  readonly next: V;
}

/**
 * One explicit Runge-Kutta step from y with k_1 given:
 *
 *     X_i = y + h Σ_{j<i} a_ij k_j,   k_i = f(t + c_i h, X_i),   y⁺ = y + h Σ_i b_i k_i
 *
 * With `everyStage` all s stages are evaluated, as an error estimate or the next step's k_1 needs them; without it only
 * those that y⁺ depends on.
 */
export function takeStages<V, A>(
  operations: StepOperations<V, A>,
  tableau: ButcherTableau,
  span: StepSpan,
  y: V,
  k1: V,
  everyStage: boolean,
): Stages<V> {
  const { a, b, c, stages, fsal, activeStages } = tableau;
  const { t, h, end } = span;
  const k: Array<V> = [k1];
  let last = y;
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    if (!everyStage && !isResult && !activeStages.includes(i)) continue;
    last = operations.linearCombination(y, h, a[i] as ReadonlyArray<number>, k);
    if (!everyStage && isResult) break;
    k[i] = operations.evaluate(stageTime(t, h, end, c[i] as number), last);
  }
  // FSAL: the last stage's state is y⁺.
  const next = fsal ? last : operations.linearCombination(y, h, b, k);
  return { k, next };
}
