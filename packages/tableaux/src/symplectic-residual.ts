import {
  type ButcherTableau,
  checkedTableau,
  checkValue,
  InvalidArgumentError,
  must,
  required,
} from "@symplectic-adjoint/core";
import type { SymplecticPartner } from "./symplectic-partner.js";

const PARTNER = required(
  must(
    (partner) => {
      const { a, b, modified = [] } = (partner ?? {}) as Readonly<Record<string, unknown>>;
      return (
        [a, b, modified].every(Array.isArray) &&
        [b, ...(a as Array<unknown>)].every(
          (row) => Array.isArray(row) && Array.from(row).every(Number.isFinite),
        )
      );
    },
    "must have rows a and weights b, of finite numbers",
    "Pass symplecticPartner(tableau).",
  ),
);

/**
 * How far two methods are from being symplectic partners: the largest |b_i Â_ij + B̂_j a_ji − b_i B̂_j| and
 * |b_i − B̂_i|.
 *
 * It is zero, up to rounding, for a tableau and its `symplecticPartner`. For a modified stage i, whose Λ_i does not
 * contain λ, the condition is B̂_i Â_ij + B̂_j a_ji = 0 instead. A partner without `modified` has no such stages.
 *
 * Source: J. M. Sanz-Serna, SIAM Review 58 (2016), 3–33, doi:10.1137/151002769, for b_i ≠ 0.
 *
 * @throws InvalidArgumentError if the partner has a different number of stages.
 * @example
 * symplecticResidual(rk4, symplecticPartner(rk4)) < 1e-15; // true
 * symplecticResidual(rk4, rk4) < 1e-15; // false: rk4 is not symplectic by itself
 */
export function symplecticResidual(
  tableau: ButcherTableau,
  partner: Pick<SymplecticPartner, "a" | "b"> & Partial<Pick<SymplecticPartner, "modified">>,
): number {
  const { a, b, stages, name } = checkedTableau(tableau);
  checkValue("partner", partner, PARTNER);
  if (partner.b.length !== stages || partner.a.length !== stages) {
    throw new InvalidArgumentError({
      argument: "partner",
      value: partner.b,
      problem: `must have ${stages} stages, as many as ${name}`,
      remedy: "Pass symplecticPartner(tableau).",
    });
  }
  let largest = 0;
  for (let i = 0; i < stages; i++) {
    const isModified = partner.modified?.[i] ?? false;
    const weight = (isModified ? partner.b : b)[i] as number;
    const anchor = isModified ? 0 : weight;
    largest = Math.max(largest, Math.abs(weight - (partner.b[i] as number)));
    for (let j = 0; j < stages; j++) {
      const other = partner.b[j] as number;
      const residual =
        weight * (partner.a[i]?.[j] ?? 0) + other * (a[j]?.[i] ?? 0) - anchor * other;
      largest = Math.max(largest, Math.abs(residual));
    }
  }
  return largest;
}
