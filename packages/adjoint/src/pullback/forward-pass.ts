import type { ForwardPass, Statistics } from "@symplectic-adjoint/core";
import type { Trajectory } from "@symplectic-adjoint/solver";

/** A finished integration as a forward pass. Written out: spreads cost as much as a small step. */
export function forwardPass<A>(
  { outputs, rows, outputTimes, dense, steps, outcome }: Trajectory<A>,
  statistics: Statistics,
  { pullback, release }: Pick<ForwardPass<A>, "pullback" | "release">,
): ForwardPass<A> {
  return { outputs, rows, outputTimes, dense, steps, outcome, statistics, pullback, release };
}
