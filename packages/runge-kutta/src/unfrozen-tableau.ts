import { type ButcherTableau, checkedTableau } from "@symplectic-adjoint/core";

const copies = new WeakMap<ButcherTableau, ButcherTableau>();

/**
 * The tableau with coefficients in lists of its own that are not frozen: V8 keeps the numbers of a frozen list in boxes,
 * and the coefficients are read in the innermost loops. Made once per tableau.
 *
 * @throws InvalidArgumentError when it is made by hand, and not a tableau of an explicit, consistent method.
 */
export function unfrozenTableau(tableau: ButcherTableau): ButcherTableau {
  const known = copies.get(tableau);
  if (known !== undefined) return known;
  const checked = checkedTableau(tableau);
  const copy = copies.get(checked) ?? copyOf(checked);
  copies.set(checked, copy);
  // What is handed out may be handed in again.
  copies.set(copy, copy);
  return copy;
}

function copyOf(tableau: ButcherTableau): ButcherTableau {
  const { a, b, c, error, activeStages } = tableau;
  return {
    ...tableau,
    a: a.map((row) => [...row]),
    b: [...b],
    c: [...c],
    error: error && [...error],
    activeStages: [...activeStages],
  };
}
