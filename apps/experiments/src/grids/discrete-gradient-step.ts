import { factor } from "../plain/solve-linear.js";
import { applyOperator, type Pde, ring } from "./pde.js";

/** Largest correction of a solved step. */
const TOLERANCE = 1e-12;
const MOST_ITERATIONS = 50;

/**
 * A step of the discrete gradient method (Gonzalez, J. Nonlinear Sci. 6 (1996), 449; Furihata, J. Comput. Phys. 156 (1999),
 * 181): (v − u)/dt = S ∇̄H(u, v). It conserves the energy exactly, or decreases it, and conserves the mass. Solved by Newton's
 * method with the Jacobian at v = u.
 */
export function discreteGradientStep(pde: Pde, u: Float64Array): Float64Array {
  const { dt, points } = pde;
  const matrix = factor(jacobian(pde, u), points);
  const v = u.slice();
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const rate = applyOperator(pde, pde.discreteGradient(u, v));
    const residual = v.map((x, j) => x - (u[j] as number) - dt * (rate[j] as number));
    matrix.solve(residual);
    for (let j = 0; j < points; j++) v[j] = (v[j] as number) - (residual[j] as number);
    if (residual.every((x) => Math.abs(x) <= TOLERANCE)) return v;
  }
  throw new Error(`A step of ${pde.name} has not converged.`);
}

/** 1 − dt S (diag + c D₂), row by row. */
function jacobian(pde: Pde, u: Float64Array): Float64Array {
  const { points, spacing, dt } = pde;
  const { diagonal, laplacian } = pde.discreteGradientSlope(u, u);
  const matrix = new Float64Array(points * points);
  const unit = new Float64Array(points);
  for (let column = 0; column < points; column++) {
    unit.fill(0);
    unit[column] = 1;
    const slope = unit.map((x, j) => {
      const second = (ring(unit, j + 1) - 2 * x + ring(unit, j - 1)) / spacing ** 2;
      return (diagonal[j] as number) * x + laplacian * second;
    });
    const image = applyOperator(pde, slope);
    for (let row = 0; row < points; row++)
      matrix[row * points + column] = (row === column ? 1 : 0) - dt * (image[row] as number);
  }
  return matrix;
}

/** The states at 0, dt, 2 dt, …: `steps` steps. */
export function trajectory(pde: Pde, initial: Float64Array, steps: number): Array<Float64Array> {
  const states = [initial];
  for (let n = 0; n < steps; n++) states.push(discreteGradientStep(pde, states[n] as Float64Array));
  return states;
}
