import type { Attempt, Decision, StepSizeController } from "@symplectic-adjoint/core";

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
