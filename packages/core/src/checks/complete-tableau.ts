import type { ButcherTableau, Interpolant } from "../tableau/butcher-tableau.js";

/** The coefficients that define a tableau. */
export type TableauCoefficients = Pick<
  ButcherTableau,
  "name" | "order" | "a" | "b" | "c" | "error" | "interpolant"
>;

/** Tableaux already validated; they are frozen. */
const complete = new WeakSet<object>();

/** Whether a tableau was created by {@link completeTableau}. */
export function isComplete(tableau: object): tableau is ButcherTableau {
  return complete.has(tableau);
}

/** Creates a frozen tableau from valid coefficients and computes the derived fields. */
export function completeTableau(coefficients: TableauCoefficients): ButcherTableau {
  const { name, order, interpolant } = coefficients;
  const a = Object.freeze(coefficients.a.map((row, i) => frozenCopy(row.slice(0, i))));
  const b = frozenCopy(coefficients.b);
  const tableau: ButcherTableau = Object.freeze({
    name,
    order,
    a,
    b,
    c: frozenCopy(coefficients.c),
    error: coefficients.error && frozenCopy(coefficients.error),
    stages: b.length,
    fsal: isFirstSameAsLast(a, b),
    activeStages: activeStages(a, b),
    ...(interpolant && { interpolant: completeInterpolant(interpolant, b.length) }),
  });
  complete.add(tableau);
  return tableau;
}

/** A frozen copy, with the rows of its stages cut at the diagonal. */
function completeInterpolant(interpolant: Interpolant, stages: number): Interpolant {
  return Object.freeze({
    order: interpolant.order,
    weights: Object.freeze(interpolant.weights.map(frozenCopy)),
    a: Object.freeze(interpolant.a.map((row, i) => frozenCopy(row.slice(0, stages + i)))),
    c: frozenCopy(interpolant.c),
  });
}

function frozenCopy(row: ReadonlyArray<number>): ReadonlyArray<number> {
  return Object.freeze(row.slice());
}

/** Whether the last stage is evaluated at y⁺, i.e. the last row of a equals b (with a zero on the diagonal). */
function isFirstSameAsLast(a: ButcherTableau["a"], b: ButcherTableau["b"]): boolean {
  const lastRow = a[a.length - 1] as ReadonlyArray<number>;
  return b[b.length - 1] === 0 && lastRow.every((x, j) => x === b[j]);
}

/**
 * The stages that y⁺ = y + h Σ b_i k_i depends on, ascending: stages with a nonzero weight, and all stages they depend
 * on.
 */
function activeStages(a: ButcherTableau["a"], b: ButcherTableau["b"]): ReadonlyArray<number> {
  const active: Array<number> = [];
  for (let i = b.length - 1; i >= 0; i--)
    if (b[i] !== 0 || active.some((j) => a[j]?.[i] !== 0)) active.unshift(i);
  return Object.freeze(active);
}
