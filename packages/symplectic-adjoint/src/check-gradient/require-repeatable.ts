import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import type { HostState } from "./host-state.js";

/**
 * Rejects an f that is random or stateful.
 *
 * @param unit The unit roundoff of the outputs.
 * @throws InvalidDynamicsError if replaying the same steps twice does not agree in half of the digits.
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
    problem: "returned different values when the same steps were replayed, so it has no derivative",
    remedy:
      "Keep random numbers (dropout, noise) and counters out of f: draw them before the solve, and let f capture them.",
  });
}
