import {
  type ButcherTableau,
  checkedTableau,
  checkOptions,
  numberRequirement,
  type Requirement,
} from "@symplectic-adjoint/core";

/** The method that integrates the adjoint equation such that its result is the exact gradient of a discrete step. */
export interface SymplecticPartner {
  /** Â, s full rows. */
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  /** B̂: b with zeros replaced. */
  readonly b: ReadonlyArray<number>;
  /** ĉ = c. */
  readonly c: ReadonlyArray<number>;
  /** Whether a stage is modified: those with b_i = 0. */
  readonly modified: ReadonlyArray<boolean>;
  /** D, s full rows, zero on and below the diagonal: the same method formulated from the end of the step. */
  readonly backward: ReadonlyArray<ReadonlyArray<number>>;
}

/** Options of {@link symplecticPartner}. */
export interface SymplecticPartnerOptions {
  /** Replacement for b_i = 0: any nonzero number. Default 1. */
  readonly zeroWeight?: number | undefined;
}

const TABLE: Readonly<Record<keyof SymplecticPartnerOptions, Requirement>> = {
  zeroWeight: numberRequirement(
    (weight) => Number.isFinite(weight) && weight !== 0,
    "must be finite and not zero",
    "Leave it out, or write the step h to have the scheme of the paper.",
  ),
};

/**
 * The partner of an explicit method in the symplectic adjoint method: Â_ij = b_j (1 − a_ji / b_i), B̂ = b, ĉ = c.
 *
 * Let X_i be the stages of the step y → y⁺, λ⁺ = ∂L/∂y⁺, and l_i = −(∂f/∂y)ᵀ Λ_i at (t + c_i h, X_i). Integrating
 * λ' = −(∂f/∂y)ᵀ λ with the partner,
 *
 *     Λ_i = s_i λ + h Σ_j Â_ij l_j        λ⁺ = λ + h Σ_j B̂_j l_j        s_i = 0 if stage i is modified, else 1,
 *
 * gives λ = ∂L/∂y exactly, and ∂L/∂θ = h Σ_i B̂_i (∂f/∂θ)ᵀ Λ_i. In this form it is implicit in λ; solved for λ it is
 * explicit, from the last stage to the first:
 *
 *     Λ_i = s_i λ⁺ + h Σ_{j>i} D_ij l_j   λ = λ⁺ − h Σ_j B̂_j l_j        D_ij = −B̂_j a_ji / B̂_i = Â_ij − s_i B̂_j.
 *
 * If b_i = 0, division by it is impossible. The stage is then modified: b_i is replaced by a number B̂_i ≠ 0, and λ is
 * left out of Λ_i. That changes nothing else: the other stages depend on stage i only through g_i = ∂L/∂k_i = h B̂_i
 * Λ_i = h Σ_j a_ji (∂f/∂y)ᵀ g_j, in which B̂_i has cancelled. The paper replaces b_i by h; `zeroWeight: h` is that
 * scheme, and the default of 1 makes the partner independent of the step.
 *
 * The backward pass of this library computes the g_i directly, without dividing; this function implements the theorem
 * it is based on.
 *
 * Source: T. Matsubara, Y. Miyatake and T. Yaguchi, Symplectic adjoint method for exact gradient of neural ODE with
 * minimal memory, NeurIPS 2021, arXiv:2102.09750; J. M. Sanz-Serna, Symplectic Runge-Kutta schemes for adjoint
 * equations, automatic differentiation, optimal control, and more, SIAM Review 58 (2016), 3–33, doi:10.1137/151002769.
 *
 * @throws InvalidArgumentError if `zeroWeight` is zero or not finite.
 * @example
 * symplecticPartner(adaptiveHeun).a; // [[0.5, -0.5], [0.5, 0.5]]
 * symplecticPartner(midpoint).modified; // [true, false]
 */
export function symplecticPartner(
  tableau: ButcherTableau,
  options: SymplecticPartnerOptions = {},
): SymplecticPartner {
  checkOptions("symplecticPartner", options, TABLE);
  const { zeroWeight = 1 } = options;
  const { a: rows, b: weights, c } = checkedTableau(tableau);
  const modified = weights.map((weight) => weight === 0);
  const b = weights.map((weight) => weight || zeroWeight);
  const backward = b.map((own, i) =>
    b.map((weight, j) => {
      const coefficient = rows[j]?.[i] ?? 0;
      return coefficient === 0 ? 0 : (-weight * coefficient) / own;
    }),
  );
  const a = backward.map((row, i) =>
    row.map((coefficient, j) => (modified[i] ? coefficient : coefficient + (b[j] as number))),
  );
  return Object.freeze({
    a: Object.freeze(a.map((row) => Object.freeze(row))),
    b: Object.freeze(b),
    c,
    modified: Object.freeze(modified),
    backward: Object.freeze(backward.map((row) => Object.freeze(row))),
  });
}
