import { checkedTableau } from "../checks/checked-tableau.js";
import type { ButcherTableau, Interpolant } from "./butcher-tableau.js";

/** The cubic polynomial has this order, if the method does. */
const HERMITE_ORDER = 3;

const interpolants = new WeakMap<ButcherTableau, Interpolant>();

/**
 * The dense output of a tableau: the interpolant that it declares, else the cubic Hermite polynomial of the states and the
 * slopes at both ends of the step. Cached.
 *
 * The slope at the end is that of the last stage if the method is FSAL. Other methods get an additional stage there, which
 * the next step can start with: it costs an evaluation of f only where there is no next step.
 *
 * The order of the Hermite polynomial is that of the method, at most 3.
 *
 * Source: E. Hairer, S. P. Nørsett and G. Wanner, Solving Ordinary Differential Equations I, 2nd ed., Springer 1993, II.6,
 * doi:10.1007/978-3-540-78862-1.
 *
 * @throws InvalidArgumentError if it is not the tableau of a consistent explicit method.
 * @example
 * interpolantOf(dopri5).order; // 4
 * interpolantOf(rk4).c; // [1]: f at the end of the step
 */
export function interpolantOf(tableau: ButcherTableau): Interpolant {
  let interpolant = interpolants.get(tableau);
  if (interpolant === undefined) {
    const checked = checkedTableau(tableau);
    interpolant = checked.interpolant ?? hermite(checked);
    interpolants.set(tableau, interpolant);
  }
  return interpolant;
}

/** y(t + θh) = y + h Σ b_i (3θ² − 2θ³) k_i + h (θ − 2θ² + θ³) f(t, y) + h (θ³ − θ²) f(t + h, y⁺). */
function hermite({ b, fsal, order }: ButcherTableau): Interpolant {
  const weights = b.map((weight, i) => {
    const fromStates = [0, 0, 3 * weight, -2 * weight];
    if (i === 0) return sum(fromStates, [0, 1, -2, 1]);
    return fsal && i === b.length - 1 ? sum(fromStates, AT_END) : fromStates;
  });
  return Object.freeze({
    order: Math.min(order, HERMITE_ORDER),
    weights: frozen(fsal ? weights : [...weights, AT_END]),
    a: frozen(fsal ? [] : [b]),
    c: Object.freeze(fsal ? [] : [1]),
  });
}

const AT_END: ReadonlyArray<number> = [0, 0, -1, 1];

function sum(row: ReadonlyArray<number>, other: ReadonlyArray<number>): ReadonlyArray<number> {
  return row.map((x, p) => x + (other[p] as number));
}

function frozen(rows: ReadonlyArray<ReadonlyArray<number>>): Interpolant["weights"] {
  return Object.freeze(rows.map((row) => Object.freeze([...row])));
}
