import { continuousAdjoint, solve } from "symplectic-adjoint";
import type { Float64Function } from "symplectic-adjoint/float64";
import { EXACT, type PlainGradient } from "../plain/exact-solves.js";

/**
 * `velocityLoss` in double precision and its gradient for the parameters, by the continuous adjoint method at the tolerance
 * 1e-12: the gradient of the exact flow.
 */
export function plainVelocityGradient(
  field: Float64Function<Float64Array, ReadonlyArray<Float64Array>>,
  u: Float64Array,
  change: Float64Array,
  dt: number,
): PlainGradient {
  const solution = solve(field, u, [0, dt], { ...EXACT, adjoint: continuousAdjoint() });
  const end = solution.ys.slice(u.length);
  const errors = change.map((c, i) => ((end[i] as number) - (u[i] as number) - c) / dt);
  const loss = errors.reduce((sum, e) => sum + e * e, 0) / u.length;
  const cotangents = new Float64Array(2 * u.length);
  cotangents.set(
    errors.map((e) => (2 * e) / (dt * u.length)),
    u.length,
  );
  const { parameters } = solution.pullback(cotangents);
  solution.dispose();
  return { loss, gradient: parameters as ReadonlyArray<Float64Array> };
}
