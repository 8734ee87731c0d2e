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

/**
 * Another controller a step late, so that it can be told ahead: an accepted step is followed by what the one before it had
 * asked for.
 */
export function lagged(
  controller: StepSizeController<undefined>,
): StepSizeController<number | undefined> {
  return {
    name: `${controller.name}, a step late`,
    adaptive: true,
    firstStep: controller.firstStep,
    init: () => undefined,
    next(known, attempt) {
      const { accepted, step } = controller.next(undefined, attempt);
      return { accepted, step: accepted ? (known ?? step) : step, state: step };
    },
    predictNext: (known) => known,
  };
}

/** A controller that tells something else ahead than it does, every other time. */
export function unlawful(
  controller: StepSizeController<number | undefined>,
): StepSizeController<number | undefined> {
  let told = 0;
  return {
    ...controller,
    name: `${controller.name}, unlawful`,
    predictNext: (known) => (known === undefined || ++told % 2 === 0 ? known : known / 2),
  };
}
