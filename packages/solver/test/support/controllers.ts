import type {
  Attempt,
  Decision,
  FirstStepRule,
  StepSizeController,
} from "@symplectic-adjoint/core";

/** Steps of one length, all accepted. */
export function fixedSteps(step: number): StepSizeController<undefined> {
  return {
    name: "fixed",
    adaptive: false,
    firstStep: step,
    init: () => undefined,
    next: () => ({ accepted: true, step, state: undefined }),
  };
}

/** The textbook's controller: accepts at an error ratio of at most 1, and aims at 0.9^order. */
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

/** Answers the n-th attempt with the n-th of the answers, the later ones with the last; remembers all attempts. */
export function scripted(
  firstStep: number,
  answers: ReadonlyArray<Omit<Decision<number>, "state">>,
): StepSizeController<number> & { readonly attempts: Array<Attempt> } {
  const attempts: Array<Attempt> = [];
  return {
    name: "scripted",
    adaptive: true,
    firstStep,
    attempts,
    init: () => 0,
    next(state, attempt) {
      attempts.push(attempt);
      const answer = answers[Math.min(state, answers.length - 1)] as (typeof answers)[number];
      return { ...answer, state: state + 1 };
    },
  };
}

/** An answer that accepts, with the next proposal. */
export const accept = (step: number): Omit<Decision<number>, "state"> => ({ accepted: true, step });
/** An answer that rejects, with the next proposal. */
export const reject = (step: number): Omit<Decision<number>, "state"> => ({
  accepted: false,
  step,
});
