/**
 * Dense output of a method: the state within a step as a linear combination of slopes that an attempt has kept,
 *
 *     y(t + θh) = y + h Σ_j w_j(θ) slope_j,   0 ≤ θ ≤ 1.
 *
 * The weights are computed in double precision, whatever the precision of the arrays.
 */
export interface Interpolation {
  /** Order of the interpolated state. */
  readonly order: number;
  /** Number of slopes. */
  readonly slopes: number;
  /** Evaluations of f that the slopes cost, besides those of a step and of the beginning of the next one. */
  readonly extraEvaluations: number;
  /** w_j(θ), one per slope; for θ = 1 those of the result of the step. */
  weights(theta: number): ReadonlyArray<number>;
  /** w_j'(θ): dy/dt at t + θh is Σ_j w_j'(θ) slope_j. */
  derivatives(theta: number): ReadonlyArray<number>;
  /**
   * w_j''(θ). Needed only for gradients of the derivative of the solution if the ends of its step move, because of times
   * that are differentiated or of events; without it they are refused.
   */
  secondDerivatives?(theta: number): ReadonlyArray<number>;
}
