import type { FirstStepRule } from "@symplectic-adjoint/core";

/** A first step, or the rule for it, limited to the range from minStep to maxStep. */
export function limitFirstStep(
  firstStep: number | FirstStepRule,
  minStep: number,
  maxStep: number,
): number | FirstStepRule {
  const limited = (step: number): number => Math.min(maxStep, Math.max(minStep, step));
  if (typeof firstStep === "number") return limited(firstStep);
  if (minStep === 0 && maxStep === Number.POSITIVE_INFINITY) return firstStep;
  return Object.freeze({
    // The trial must not exceed maxStep; it may be shorter than minStep.
    trial: (d0: number, d1: number, span?: number) =>
      Math.min(maxStep, firstStep.trial(d0, d1, span)),
    choose: (trial: number, d1: number, d2: number, order: number, span?: number) =>
      limited(firstStep.choose(trial, d1, d2, order, span)),
  });
}
