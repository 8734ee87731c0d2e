import { checkToleranceLength, type Tolerances } from "@symplectic-adjoint/core";
import type { Tolerance } from "./options.js";

/**
 * Tolerances of every leaf.
 *
 * @throws InvalidToleranceError when their number is not that of the leaves.
 */
export function checkTolerances(
  leaves: number,
  rtol: Tolerance = 1e-7,
  atol: Tolerance = 1e-9,
): Tolerances {
  checkToleranceLength("rtol", rtol, leaves);
  checkToleranceLength("atol", atol, leaves);
  return { rtol: spread(rtol, leaves), atol: spread(atol, leaves) };
}

function spread(tolerance: Tolerance, leaves: number): ReadonlyArray<number> {
  return typeof tolerance === "number" ? new Array<number>(leaves).fill(tolerance) : [...tolerance];
}
