import { checkedTableau } from "../checks/checked-tableau.js";
import type { ButcherTableau } from "./butcher-tableau.js";

/**
 * The weights of the backward pass of a tableau. With λ = λ⁺ at position 0 and w_j at position 1 + j,
 *
 *     g_i = h ( b_i λ⁺ + Σ_{j>i} a_ji w_j )    row i of `stageWeights`
 *     λ   = λ⁺ + Σ_i w_i                       `sumWeights` over the w_j
 *
 * No division by b_i, so b_i = 0 needs no special case; stages that y⁺ does not depend on have g_i = 0 and are skipped.
 */
export interface BackwardPlan {
  readonly stageWeights: ReadonlyArray<ReadonlyArray<number>>;
  readonly sumWeights: ReadonlyArray<number>;
}

const plans = new WeakMap<ButcherTableau, BackwardPlan>();

/**
 * The backward plan of a tableau, cached.
 *
 * @throws InvalidArgumentError if it is not the tableau of a consistent explicit method.
 */
export function backwardPlan(tableau: ButcherTableau): BackwardPlan {
  let plan = plans.get(tableau);
  if (plan === undefined) {
    plan = makePlan(checkedTableau(tableau));
    plans.set(tableau, plan);
  }
  return plan;
}

function makePlan({ a, b, stages, activeStages }: ButcherTableau): BackwardPlan {
  const active = new Set(activeStages);
  const indices = Array.from({ length: stages }, (_, i) => i);
  const stageWeights = indices.map((i) => [
    b[i] as number,
    ...indices.map((j) => (j > i && active.has(j) ? (a[j]?.[i] as number) : 0)),
  ]);
  const sumWeights = [0, ...indices.map((i) => (active.has(i) ? 1 : 0))];
  return { stageWeights, sumWeights };
}
