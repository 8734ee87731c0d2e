import { type Backend, checkToleranceLength, type Tolerances } from "@symplectic-adjoint/core";
import type { Tolerance } from "./options.js";

/** Default tolerances by precision: about a hundred times the rounding error in float32. */
const DEFAULTS = {
  float32: { rtol: 1e-5, atol: 1e-7 },
  float64: { rtol: 1e-7, atol: 1e-9 },
} as const;

/**
 * Tolerances of every leaf.
 *
 * @throws InvalidToleranceError if their number differs from that of the leaves.
 */
export function checkTolerances(
  leaves: number,
  precision: Backend<unknown>["precision"],
  rtol: Tolerance = DEFAULTS[precision].rtol,
  atol: Tolerance = DEFAULTS[precision].atol,
): Tolerances {
  checkToleranceLength("rtol", rtol, leaves);
  checkToleranceLength("atol", atol, leaves);
  return { rtol: spread(rtol, leaves), atol: spread(atol, leaves) };
}

function spread(tolerance: Tolerance, leaves: number): ReadonlyArray<number> {
  return typeof tolerance === "number" ? new Array<number>(leaves).fill(tolerance) : [...tolerance];
}
