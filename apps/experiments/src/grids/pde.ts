/** A partial differential equation on a periodic grid, u' = S ∂H/∂u, in double precision. */
export interface Pde {
  readonly name: string;
  readonly points: number;
  /** Length of the period. */
  readonly length: number;
  /** Distance of neighbours. */
  readonly spacing: number;
  /** Time between two states of a trajectory. */
  readonly dt: number;
  /** At which models of it are solved in single precision. */
  readonly tolerances: { readonly rtol: number; readonly atol: number };
  /** The operator S: the central difference conserves the energy, the second difference decreases it. */
  readonly operator: "centralDifference" | "secondDifference";
  /** Pointwise derivative of the energy density at u. */
  energyGradient(u: Float64Array): Float64Array;
  /** The discrete gradient between u and v: equal to `energyGradient` where they are equal. */
  discreteGradient(u: Float64Array, v: Float64Array): Float64Array;
  /** Its derivative for v: a diagonal, and the factor of the second difference. */
  discreteGradientSlope(u: Float64Array, v: Float64Array): DiscreteSlope;
  energy(u: Float64Array): number;
  /** A random initial state. */
  initial(uniform: () => number): Float64Array;
}

/** diag(diagonal) + laplacian · D₂. */
export interface DiscreteSlope {
  readonly diagonal: Float64Array;
  readonly laplacian: number;
}

/** S x. */
export function applyOperator({ operator, spacing }: Pde, x: Float64Array): Float64Array {
  return operator === "centralDifference"
    ? x.map((_, j) => (ring(x, j + 1) - ring(x, j - 1)) / (2 * spacing))
    : laplacian(x, spacing);
}

/** Sᵀ x. */
export function applyTransposed(pde: Pde, x: Float64Array): Float64Array {
  const sign = pde.operator === "centralDifference" ? -1 : 1;
  return applyOperator(pde, x).map((each) => sign * each);
}

/** du/dt. */
export function velocity(pde: Pde, u: Float64Array): Float64Array {
  return applyOperator(pde, pde.energyGradient(u));
}

/** Σ u_j Δx. */
export function mass({ spacing }: Pde, u: Float64Array): number {
  return spacing * u.reduce((sum, x) => sum + x, 0);
}

/** (u_{j+1} − 2u_j + u_{j−1}) / Δx². */
export function laplacian(u: Float64Array, spacing: number): Float64Array {
  return u.map((x, j) => (ring(u, j + 1) - 2 * x + ring(u, j - 1)) / spacing ** 2);
}

/** ½ (forward difference² + backward difference²), the mean square slope at a point. */
export function meanSquareSlope(u: Float64Array, j: number, spacing: number): number {
  const forward = (ring(u, j + 1) - ring(u, j)) / spacing;
  const backward = (ring(u, j) - ring(u, j - 1)) / spacing;
  return 0.5 * (forward ** 2 + backward ** 2);
}

/** The entry at a place of the period. */
export function ring(u: Float64Array, j: number): number {
  return u[(j + u.length) % u.length] as number;
}
