import { InvalidToleranceError, type Tolerances } from "@symplectic-adjoint/core";
import type { Tolerance } from "./options.js";

/**
 * Tolerances of every leaf.
 *
 * @throws InvalidToleranceError when one is not positive and finite, or their number is not that of the leaves.
 */
export function checkTolerances(
  rtol: Tolerance | undefined,
  atol: Tolerance | undefined,
  leaves: number,
  prefix = "",
): Tolerances {
  const name = (text: string) =>
    prefix === "" ? text : `${prefix}${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return {
    rtol: spread(rtol ?? 1e-7, leaves, name("rtol")),
    atol: spread(atol ?? 1e-9, leaves, name("atol")),
  };
}

function spread(tolerance: Tolerance, leaves: number, argument: string): ReadonlyArray<number> {
  const list =
    typeof tolerance === "number" ? new Array<number>(leaves).fill(tolerance) : tolerance;
  const wrong = (problem: string, remedy: string) =>
    new InvalidToleranceError({ argument, value: tolerance, problem, remedy });
  if (!Array.isArray(list) || list.length !== leaves) {
    throw wrong(
      `must be one number, or one for each of the ${leaves} arrays of the state`,
      `Write ${argument}: 1e-6, or a list of ${leaves} numbers.`,
    );
  }
  if (!list.every((value) => Number.isFinite(value) && value > 0)) {
    throw wrong("must be positive and finite", `Write ${argument}: 1e-6, say.`);
  }
  return list;
}
