import {
  type ButcherTableau,
  backwardPlan,
  type State,
  type StepLoad,
} from "@symplectic-adjoint/core";
import { denseStages } from "./dense-stages.js";

/**
 * Which stages are pulled back, and with which weights. With λ⁺ at position 0, w_j at position 1 + j, and one more position
 * at the end for the load's own term,
 *
 *     g_i = h ( b_i λ⁺ + Σ_{j>i} a_ji w_j + load.slopes_i )    row i of `stageWeights`
 *     λ   = λ⁺ + Σ_i w_i + load.start                          `sumWeights`, without λ⁺
 */
export interface ReversalPlan {
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  readonly c: ReadonlyArray<number>;
  /** The stages with a cotangent, ascending. */
  readonly active: ReadonlyArray<number>;
  readonly stageWeights: ReadonlyArray<ReadonlyArray<number>>;
  readonly sumWeights: ReadonlyArray<number>;
  /** The position of the load's term. */
  readonly loadAt: number;
}

/** The plan of a step without a load: the stages that the result depends on. */
export function plainPlan(tableau: ButcherTableau): ReversalPlan {
  const { a, c, activeStages: active, stages } = tableau;
  return { a, c, active, ...backwardPlan(tableau), loadAt: stages + 1 };
}

/**
 * The plan of a step with a load: only stages on which something with a cotangent depends are active. A slope without a
 * cotangent costs nothing.
 */
export function loadedPlan<A>(
  tableau: ButcherTableau,
  hasLambda: boolean,
  load: StepLoad<A>,
): ReversalPlan {
  const { a, c, count } = denseStages(tableau);
  const isLoaded = (i: number): boolean => load.slopes[i] !== undefined;
  const result = (i: number): number => (hasLambda ? (tableau.b[i] ?? 0) : 0);
  const coefficient = (i: number, j: number): number => a[i]?.[j] ?? 0;
  const isActive = new Array<boolean>(count).fill(false);
  for (let i = count - 1; i >= 0; i--)
    isActive[i] =
      result(i) !== 0 ||
      isLoaded(i) ||
      isActive.some((later, j) => later && coefficient(j, i) !== 0);
  const stageWeights = isActive.map((_, i) => [
    result(i),
    ...isActive.map((active, j) => (active ? coefficient(j, i) : 0)),
    isLoaded(i) ? 1 : 0,
  ]);
  const sumWeights = [0, ...isActive.map(Number), load.start === undefined ? 0 : 1];
  const active = isActive.flatMap((yes, i) => (yes ? [i] : []));
  return { a, c, active, stageWeights, sumWeights, loadAt: count + 1 };
}

/** Whether a load has no cotangent. */
export function isEmptyLoad<A>({ start, slopes }: StepLoad<A>): boolean {
  return start === undefined && slopes.every((slope: State<A> | undefined) => slope === undefined);
}
