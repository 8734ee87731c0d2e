import type { FirstStepRule } from "@symplectic-adjoint/core";

const SMALLEST_TRIAL = 1e-6;

/**
 * The usual first step of an adaptive method: 1 % of the time in which the state changes by its own size, corrected by
 * an estimate of the second derivative from one trial evaluation.
 *
 * It costs two evaluations of f; the one at t0 also serves as the first stage. Overflowed or NaN norms give a small
 * positive step, never zero or NaN; the integration reports the overflow.
 *
 * The published rule assumes that the span is of order one in the unit of time: its constants are times and rates, and
 * it compares first with second derivatives. This implementation uses the power of 1000 nearest to the span as the
 * unit. Without a span, and for spans from about 0.032 to 32, it is bitwise equal to the published rule; otherwise the
 * result does not depend on the unit of time.
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), section II.4, DOI
 * 10.1007/978-3-540-78862-1.
 *
 * @example
 * const trial = hairerFirstStep.trial(1, 2); // 0.005 = 0.01 · 1 / 2
 * const step = hairerFirstStep.choose(trial, 2, 4, 5); // (0.01 / 4)^(1/5) ≈ 0.30
 */
export const hairerFirstStep: FirstStepRule = Object.freeze({
  trial(d0: number, d1: number, span = 1): number {
    const unit = unitOf(span);
    if (d0 < 1e-5 || d1 * unit < 1e-5) return SMALLEST_TRIAL * unit;
    return positiveOr(SMALLEST_TRIAL * unit, (0.01 * d0) / d1);
  },
  choose(trial: number, d1: number, d2: number, order: number, span = 1): number {
    const unit = unitOf(span);
    const speed = d1 * unit;
    const bend = d2 * unit * unit;
    const cautious = Math.max(SMALLEST_TRIAL * unit, 1e-3 * trial);
    if (speed <= 1e-15 && bend <= 1e-15) return Math.min(100 * trial, cautious);
    // Math.max propagates NaN, so an overflow at the trial point is detected.
    const step = positiveOr(cautious, unit * (0.01 / Math.max(speed, bend)) ** (1 / order));
    return Math.min(100 * trial, step);
  },
});

/** The power of 1000 nearest to the span. */
function unitOf(span: number): number {
  return 1000 ** Math.round(Math.log10(span) / 3);
}

function positiveOr(otherwise: number, value: number): number {
  return value > 0 && value < Number.POSITIVE_INFINITY ? value : otherwise;
}
