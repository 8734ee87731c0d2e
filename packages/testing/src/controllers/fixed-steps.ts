import type { StepSizeController } from "@symplectic-adjoint/core";

/**
 * A controller of steps of one length, cut where they must land, for tests of packages that must not import the real
 * ones.
 *
 * @example
 * fixedSteps(0.25).next(undefined, attempt); // { accepted: true, step: 0.25, state: undefined }
 */
export function fixedSteps(step: number): StepSizeController<undefined> {
  return {
    name: "fixed",
    adaptive: false,
    firstStep: step,
    init: () => undefined,
    next: () => ({ accepted: true, step, state: undefined }),
  };
}
