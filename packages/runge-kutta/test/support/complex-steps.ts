import { type ButcherTableau, interpolantOf } from "@symplectic-adjoint/core";
import { type Complex, complex } from "@symplectic-adjoint/testing";
import { complexCoupled } from "./coupled.js";
import type { Place } from "./stepwise.js";

/** What a loss depends on: y0, the parameters, the grid. */
export type Inputs = readonly [
  y0: ReadonlyArray<Complex>,
  parameters: ReadonlyArray<Complex>,
  grid: ReadonlyArray<Complex>,
];

/**
 * Σ factor · Σ_d y_d at places within steps, by the formulas in the textbook, with complex numbers: every stage of every
 * step, those of dense output included.
 */
export function complexLoss(
  tableau: ButcherTableau,
  [y0, parameters, grid]: Inputs,
  places: ReadonlyArray<Place>,
): Complex {
  const { weights, a: further, c } = interpolantOf(tableau);
  const rows = [...tableau.a, ...further];
  const nodes = [...tableau.c, ...c];
  let y = y0;
  let loss = complex(0);
  for (let n = 0; n + 1 < grid.length; n++) {
    const t = grid[n] as Complex;
    const h = (grid[n + 1] as Complex).minus(t);
    const k: Array<ReadonlyArray<Complex>> = [];
    const from = y;
    const moved = (row: ReadonlyArray<number>) =>
      from.map((start, d) =>
        row.reduce((at, weight, j) => at.plus(h.times(weight).times(k[j]?.[d] as Complex)), start),
      );
    rows.forEach((row, i) => {
      k.push(complexCoupled(t.plus(h.times(nodes[i] as number)), moved(row), parameters));
    });
    for (const { step, theta, factor } of places) {
      if (step !== n) continue;
      const at = weights.map((row) => row.reduce((sum, x, p) => sum + x * theta ** p, 0));
      for (const value of moved(at)) loss = loss.plus(value.times(factor));
    }
    y = moved(tableau.b);
  }
  return loss;
}
