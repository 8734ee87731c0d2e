import {
  type ButcherTableau,
  type StepOperations,
  type StepSpan,
  stageTime,
} from "@symplectic-adjoint/core";
import type { DenseStages } from "./dense-stages.js";

/** The stages of one step and its result. */
export interface Stages<V> {
  /** k_1 … k_s; inactive stages are skipped (undefined) if `everyStage` is false. */
  readonly k: ReadonlyArray<V>;
  readonly next: V;
}

/**
 * One explicit Runge-Kutta step from y with k_1 given:
 *
 *     X_i = y + h Σ_{j<i} a_ij k_j,   k_i = f(t + c_i h, X_i),   y⁺ = y + h Σ_i b_i k_i
 *
 * With `everyStage` all s stages are evaluated, as required by an error estimate; otherwise only those that y⁺ depends on.
 *
 * @param kept Receives the states X_i of the active stages after the first, if they are to be kept.
 */
export function takeStages<V, A>(
  operations: StepOperations<V, A>,
  tableau: ButcherTableau,
  span: StepSpan,
  y: V,
  k1: V,
  everyStage: boolean,
  kept?: Array<V> | undefined,
): Stages<V> {
  const { activeStages } = tableau;
  const isTaken = everyStage ? () => true : (i: number) => activeStages.includes(i);
  return takeSome(operations, tableau, span, y, k1, isTaken, kept);
}

/** The same with the stages for which `isTaken` holds, which must be those that y⁺ depends on, or more. */
export function takeSome<V, A>(
  operations: StepOperations<V, A>,
  tableau: ButcherTableau,
  span: StepSpan,
  y: V,
  k1: V,
  isTaken: (i: number) => boolean,
  kept: Array<V> | undefined,
): Stages<V> & { readonly k: Array<V> } {
  const { a, b, c, stages, fsal, activeStages } = tableau;
  const { t, h, end } = span;
  const first = activeStages[0] as number;
  const k: Array<V> = [k1];
  let last = y;
  for (let i = 1; i < stages; i++) {
    const isResult = fsal && i === stages - 1;
    const taken = isTaken(i);
    if (!taken && !isResult) continue;
    last = operations.linearCombination(y, h, a[i] as ReadonlyArray<number>, k);
    if (!taken) break;
    if (kept !== undefined && i > first && activeStages.includes(i)) kept.push(last);
    k[i] = operations.evaluate(stageTime(t, h, end, c[i] as number), last);
  }
  // FSAL: the last stage's state is y⁺.
  const next = fsal ? last : operations.linearCombination(y, h, b, k);
  return { k, next };
}

/** Adds the stages that only dense output needs to those of the step. */
export function takeExtraStages<V, A>(
  operations: StepOperations<V, A>,
  { a, c, count, isNeeded, end }: DenseStages,
  stages: number,
  span: StepSpan,
  y: V,
  { k, next }: Stages<V> & { readonly k: Array<V> },
): void {
  for (let i = stages; i < count; i++) {
    if (!isNeeded[i]) continue;
    const state =
      i === end ? next : operations.linearCombination(y, span.h, a[i] as ReadonlyArray<number>, k);
    k[i] = operations.evaluate(stageTime(span.t, span.h, span.end, c[i] as number), state);
  }
}
