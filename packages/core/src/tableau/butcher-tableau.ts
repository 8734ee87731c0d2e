/**
 * Coefficients and derived properties of an explicit Runge-Kutta method.
 *
 *     c | a          X_i = y + h Σ_{j<i} a_ij k_j,   k_i = f(t + c_i h, X_i)
 *     --+---         y⁺  = y + h Σ_i b_i k_i
 *       | b          error estimate: h Σ_i error_i k_i
 *
 * Create one with `butcherTableau` of `@symplectic-adjoint/tableaux`, which computes the fields marked "derived".
 */
export interface ButcherTableau {
  readonly name: string;
  /** Order of the solution, used in the exponent of step-size control. */
  readonly order: number;
  /** Row i contains a_i0 … a_i,i−1; row 0 is empty. */
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  readonly b: ReadonlyArray<number>;
  readonly c: ReadonlyArray<number>;
  /** Weights of the error estimate, b − b̂; undefined if the method has no embedded solution. */
  readonly error: ReadonlyArray<number> | undefined;
  /** Number of stages, s (derived). */
  readonly stages: number;
  /** First same as last: the last row of a is b, so k_s is the next step's k_1 (derived). */
  readonly fsal: boolean;
  /** Stages, ascending, that y⁺ depends on; the others have zero cotangent in the backward pass (derived). */
  readonly activeStages: ReadonlyArray<number>;
  /** Dense output. Omitted: the cubic Hermite interpolant of the states and slopes at both ends. */
  readonly interpolant?: Interpolant | undefined;
}

/**
 * The weights of dense output,
 *
 *     y(t + θh) = y + h Σ_i w_i(θ) k_i,   w_i(θ) = Σ_p weights_ip θ^p
 *
 * over the stages of the method and those that follow them.
 */
export interface Interpolant {
  /** Order of the interpolated state. */
  readonly order: number;
  /** Row i contains the coefficients of stage i in ascending powers of θ; the first is 0. */
  readonly weights: ReadonlyArray<ReadonlyArray<number>>;
  /** Rows of a for stages that only dense output needs, after those of the method. */
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  readonly c: ReadonlyArray<number>;
}
