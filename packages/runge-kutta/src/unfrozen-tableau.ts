import { type ButcherTableau, checkedTableau } from "@symplectic-adjoint/core";

const copies = new WeakMap<ButcherTableau, ButcherTableau>();

/**
 * A copy of the tableau with unfrozen lists: V8 boxes the numbers of frozen arrays, and the innermost loops read them.
 * Cached per tableau.
 *
 * @throws InvalidArgumentError if it is not the tableau of a consistent explicit method.
 */
export function unfrozenTableau(tableau: ButcherTableau): ButcherTableau {
  const known = copies.get(tableau);
  if (known !== undefined) return known;
  const checked = checkedTableau(tableau);
  const copy = copies.get(checked) ?? copyOf(checked);
  copies.set(checked, copy);
  // The returned copy may be passed in again.
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
