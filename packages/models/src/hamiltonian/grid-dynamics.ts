import {
  checkOptions,
  enumRequirement,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkEnergy, type Energy, gradientOf } from "./energy.js";
import { centralDifference, secondDifference, spacingRequirement } from "./periodic-grid.js";

/** Options of {@link gridDynamics}. */
export interface GridDynamicsOptions {
  /**
   * "centralDifference" conserves the energy, as in the Korteweg–de Vries equation; "secondDifference" decreases it, as in
   * the Cahn–Hilliard equation. Both conserve the mass Σ u_j.
   */
  readonly operator: "centralDifference" | "secondDifference";
  /** Distance of neighbouring points. */
  readonly spacing: number;
}

const operators = { centralDifference, secondDifference };

const table: OptionTable = {
  operator: required(
    enumRequirement(Object.keys(operators), 'Write operator: "centralDifference", say.'),
  ),
  spacing: required(spacingRequirement),
} satisfies Record<keyof GridDynamicsOptions, unknown>;

/**
 * The motion of a field on a periodic grid by its energy, u' = D ∂H/∂u, for the five functions. u has the shape
 * [batch, points].
 *
 * The derivative of H is that of the sum over the points, not divided by the spacing: for an energy Σ Δ·e_j, divide it.
 *
 * Faster as `compiled(gridDynamics(energy, options))`, of `@symplectic-adjoint/compile`.
 *
 * @param energy `gridEnergy(…)`, or a function of u, which `tf.grad` differentiates.
 * @example
 * const energy = gridEnergy();
 * const kdv = gridDynamics(energy, { operator: "centralDifference", spacing: 0.2 });
 * const us = odeintSymplecticAdjoint(kdv, tf.zeros([10, 50]), [0, 0.001], { method: "dopri8" });
 */
export function gridDynamics(
  energy: Energy,
  options: GridDynamicsOptions,
): (t: number, u: Tensor) => Tensor {
  checkEnergy(energy);
  checkOptions("gridDynamics", options, table);
  const { operator, spacing } = options;
  const gradient = gradientOf(energy);
  const differentiate = operators[operator];
  return (_t, u) => differentiate(gradient(u), spacing);
}
