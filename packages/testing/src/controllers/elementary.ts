import type { FirstStepRule, StepSizeController } from "@symplectic-adjoint/core";

/**
 * The textbook's controller: accepts an error ratio of at most 1 and aims a little below it, never by more than a
 * factor of 5. For tests of packages that must not import the real controllers.
 *
 * @param firstStep The length of the first step, or the rule that chooses it.
 * @example
 * elementary(0.1).next(undefined, { step: 0.1, proposal: 0.1, errorRatio: 0, order: 5 }).step; // 0.5
 */
export function elementary(firstStep: number | FirstStepRule = 0.1): StepSizeController<undefined> {
  return {
    name: "elementary",
    adaptive: true,
    firstStep,
    init: () => undefined,
    next(state, { step, errorRatio, order }) {
      const factor = 0.9 * errorRatio ** (-1 / order);
      const bounded = Number.isNaN(factor) ? 0.2 : Math.min(5, Math.max(0.2, factor));
      return { accepted: errorRatio <= 1, step: step * bounded, state };
    },
  };
}
