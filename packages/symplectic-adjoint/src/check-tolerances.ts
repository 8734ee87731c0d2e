import { InvalidToleranceError, type Tolerances } from "@symplectic-adjoint/core";
import type { Tolerance } from "./options.js";

/**
 * Tolerances of every leaf.
 *
 * @throws InvalidToleranceError when their number is not that of the leaves.
 */
export function checkTolerances(
  rtol: Tolerance = 1e-7,
  atol: Tolerance = 1e-9,
  leaves: number,
): Tolerances {
  checkLength("rtol", rtol, leaves);
  checkLength("atol", atol, leaves);
  return { rtol: spread(rtol, leaves), atol: spread(atol, leaves) };
}

/** @throws InvalidToleranceError when a list of tolerances has not one for each leaf. */
export function checkLength(
  argument: string,
  tolerance: Tolerance | undefined,
  leaves: number,
): void {
  if (!Array.isArray(tolerance) || tolerance.length === leaves) return;
  throw new InvalidToleranceError({
    argument,
    value: tolerance,
    problem: `must be one number, or one for each of the ${leaves} arrays of the state`,
    remedy: `Write ${argument}: 1e-6, or a list of ${leaves} numbers.`,
  });
}

function spread(tolerance: Tolerance, leaves: number): ReadonlyArray<number> {
  return typeof tolerance === "number" ? new Array<number>(leaves).fill(tolerance) : tolerance;
}
