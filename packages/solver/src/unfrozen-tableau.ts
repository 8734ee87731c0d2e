import type { ButcherTableau } from "@symplectic-adjoint/core";

const copies = new WeakMap<ButcherTableau, ButcherTableau>();

/**
 * The tableau with coefficients in lists of its own that are not frozen: V8 keeps the numbers of a frozen list in boxes,
 * and the coefficients are read in the innermost loops. Made once per tableau.
 */
export function unfrozenTableau(tableau: ButcherTableau): ButcherTableau {
  let copy = copies.get(tableau);
  if (copy === undefined) {
    const { a, b, c, error, activeStages } = tableau;
    copy = {
      ...tableau,
      a: a.map((row) => [...row]),
      b: [...b],
      c: [...c],
      error: error && [...error],
      activeStages: [...activeStages],
    };
    copies.set(tableau, copy);
  }
  return copy;
}
