import { nextAfter, type StepSpan } from "@symplectic-adjoint/core";

/** The time at a fraction of a step: exactly its ends for 0 and 1. */
export function timeAt({ t, h, end }: StepSpan, theta: number): number {
  return theta === 1 ? end : t + theta * h;
}

/** The precision to which times within a step are located, as a fraction of its length. */
export function finestFraction({ t, h, end }: StepSpan, precision: "float32" | "float64"): number {
  const largest = Math.max(Math.abs(t), Math.abs(end));
  const ulp = nextAfter(largest, 1) - largest;
  return Math.max((2 * ulp) / Math.abs(h), roundingOf(precision));
}

/** Relative precision of arrays. */
export function roundingOf(precision: "float32" | "float64"): number {
  return precision === "float32" ? 2 ** -24 : 2 ** -53;
}
