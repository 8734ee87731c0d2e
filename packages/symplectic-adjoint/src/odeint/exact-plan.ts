import type { Adjoint } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkOptions } from "../options/check-options.js";
import type { AsyncOptions, BudgetOptions, OdeOptions } from "../options/options.js";
import type { PlanSolve } from "./solve-plan.js";

/** The plan of a function with an exact gradient, which has no additional options. */
export function exactPlan(
  makeAdjoint: () => Adjoint,
): PlanSolve<OdeOptions<Tensor> & AsyncOptions> {
  return (options, awaits) => {
    checkOptions(options, awaits ? "odeAsync" : "ode");
    return { adjoint: makeAdjoint(), forward: options };
  };
}

/** The plan of a function with an exact gradient that can keep to a memory budget. */
export function budgetPlan(
  makeAdjoint: (options: BudgetOptions) => Adjoint,
): PlanSolve<OdeOptions<Tensor> & BudgetOptions & AsyncOptions> {
  return (options, awaits) => {
    checkOptions(options, awaits ? "budgetAsync" : "budget");
    const { memoryBudget, ...forward } = options;
    return { adjoint: makeAdjoint({ memoryBudget }), forward };
  };
}
