import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { PlainTableau } from "./plain-tableau.js";

/**
 * Converts plain coefficients to the tableau type of solvers: computes the derived fields, independently of the package
 * that publishes tableaux.
 *
 * @example
 * toButcherTableau({ a: [[], [0.5]], b: [0, 1], c: [0, 0.5] }, { name: "midpoint", order: 2 });
 */
export function toButcherTableau(
  { a, b, c, bHat }: PlainTableau,
  { name = "plain tableau", order = 1 }: { readonly name?: string; readonly order?: number } = {},
): ButcherTableau {
  const stages = b.length;
  const lastRow = [...(a[stages - 1] ?? []), 0];
  return Object.freeze({
    name,
    order,
    a,
    b,
    c,
    error: bHat && b.map((weight, i) => weight - (bHat[i] ?? 0)),
    stages,
    fsal: stages > 1 && b.every((weight, i) => weight === lastRow[i]),
    activeStages: activeStages(a, b),
  });
}

/** Stages with a nonzero weight, or used by a later active stage. */
function activeStages(a: PlainTableau["a"], b: PlainTableau["b"]): ReadonlyArray<number> {
  const active: Array<number> = [];
  for (let i = b.length - 1; i >= 0; i--) {
    const read = active.some((later) => (a[later]?.[i] ?? 0) !== 0);
    if (b[i] !== 0 || read) active.unshift(i);
  }
  return active;
}
