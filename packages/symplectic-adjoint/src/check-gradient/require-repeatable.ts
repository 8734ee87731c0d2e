import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import type { HostState } from "./host-state.js";

/**
 * Refuses an f that has no derivative because it is random, or counts.
 *
 * @param unit The unit roundoff of the outputs.
 * @throws InvalidDynamicsError where the same steps, taken twice, do not lead to the same, even to half of the digits.
 */
export function requireRepeatable(first: HostState, second: HostState, unit: number): void {
  const far = first.some((values, leaf) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return values.some((value, i) => {
      return !(Math.abs(value - (second[leaf]?.[i] as number)) <= Math.sqrt(unit) * largest);
    });
  });
  if (!far) return;
  throw new InvalidDynamicsError({
    argument: "f",
    problem: "gave other values when the same steps were taken again, so that it has no derivative",
    remedy:
      "Keep random numbers (dropout, noise) and counters out of f: draw them before the solve, and let f capture them.",
  });
}
