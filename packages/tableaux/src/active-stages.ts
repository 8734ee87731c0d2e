import { type Fraction, isZero } from "./fraction.js";

/**
 * The stages that y⁺ = y + h Σ b_i k_i depends on, ascending: those with a weight, and those that such a stage uses,
 * directly or through others.
 */
export function activeStages(
  a: ReadonlyArray<ReadonlyArray<Fraction>>,
  b: ReadonlyArray<Fraction>,
): ReadonlyArray<number> {
  const active: Array<number> = [];
  for (let i = b.length - 1; i >= 0; i--) {
    const isUsed = active.some((j) => !isZero((a[j] as ReadonlyArray<Fraction>)[i] as Fraction));
    if (isUsed || !isZero(b[i] as Fraction)) active.unshift(i);
  }
  return Object.freeze(active);
}
