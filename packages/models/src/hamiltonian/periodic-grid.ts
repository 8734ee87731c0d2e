import {
  checkValue,
  InvalidArgumentError,
  numberRequirement,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { add, concat, mul, slice, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { checkTensor } from "../checks/check-tensor.js";

/**
 * The central difference (u_{j+1} − u_{j−1}) / 2Δ on a periodic grid. It is antisymmetric: with it as operator, an energy is
 * conserved.
 *
 * @param u Values on the grid along the last axis, which has at least three points; shape [batch, points] or [points].
 * @param spacing Δ, the distance of neighbours.
 * @example
 * centralDifference(tf.tensor1d([0, 1, 0, -1]), 0.5); // 2, 0, -2, 0
 */
export function centralDifference(u: Tensor, spacing: number): Tensor {
  checkGrid(u, spacing);
  return tidy(() => mul(sub(rolled(u, 1), rolled(u, -1)), 1 / (2 * spacing)));
}

/**
 * The second difference (u_{j+1} − 2u_j + u_{j−1}) / Δ² on a periodic grid. It is negative semidefinite: with it as operator,
 * an energy decreases.
 *
 * @param u Values on the grid along the last axis, which has at least three points; shape [batch, points] or [points].
 * @param spacing Δ, the distance of neighbours.
 * @example
 * secondDifference(tf.tensor1d([0, 1, 0, -1]), 1); // 0, -2, 0, 2
 */
export function secondDifference(u: Tensor, spacing: number): Tensor {
  checkGrid(u, spacing);
  return tidy(() => mul(sub(add(rolled(u, 1), rolled(u, -1)), mul(u, 2)), 1 / (spacing * spacing)));
}

/** The values of the neighbours: entry j is u_{j+offset}. */
export function rolled(u: Tensor, offset: 1 | -1): Tensor {
  const outer = u.shape.slice(0, -1);
  const points = u.shape.at(-1) as number;
  const part = (from: number, length: number) =>
    slice(u, [...outer.map(() => 0), from], [...outer, length]);
  return offset === 1
    ? concat([part(1, points - 1), part(0, 1)], -1)
    : concat([part(points - 1, 1), part(0, points - 1)], -1);
}

/** @throws InvalidArgumentError if u has no last axis of at least three points. */
export function checkPoints(u: Tensor): void {
  checkTensor("u", u, undefined, "Write a tensor with the values on the grid along its last axis.");
  if ((u.shape.at(-1) ?? 0) >= 3) return;
  throw new InvalidArgumentError({
    argument: "u",
    value: u,
    problem: "must have at least three points along its last axis",
    remedy: "Write a tensor of the shape [batch, points] or [points].",
  });
}

/** The distance of neighbours. */
export const spacingRequirement: Requirement = numberRequirement(
  // A spacing whose square vanishes would give infinities.
  (value) => value > 0 && value * value > 0 && Number.isFinite(value * value),
  "must be a positive, finite number, and so must its square",
  "Write 0.2, say: the distance of neighbouring points.",
);

function checkGrid(u: Tensor, spacing: number): void {
  checkPoints(u);
  checkValue("spacing", spacing, required(spacingRequirement));
}
