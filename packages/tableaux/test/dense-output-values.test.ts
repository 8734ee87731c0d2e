import { type ButcherTableau, interpolantOf } from "@symplectic-adjoint/core";
import { expect, it } from "vitest";
import { bosh3, dopri5, dopri8, rk4 } from "../src/index.js";

const grid = [0, 0.1, 0.35, 0.6, 1];

/** y(.05) + 2 y(.2) − y(.5) + 3 y(.8), as places within the steps. */
const places = [
  { step: 0, theta: 0.5, factor: 1 },
  { step: 1, theta: 0.4, factor: 2 },
  { step: 2, theta: 0.6, factor: -1 },
  { step: 3, theta: 0.5, factor: 3 },
];

/** A number with its derivatives for y0, a and b. */
type Dual = readonly [value: number, byY0: number, byA: number, byB: number];

const sum = (x: Dual, y: Dual, factor = 1): Dual =>
  x.map((value, i) => value + factor * (y[i] as number)) as never;
const product = (x: Dual, y: Dual): Dual =>
  x.map((dx, i) => (i === 0 ? dx * y[0] : dx * y[0] + x[0] * (y[i] as number))) as never;
const sine = (x: Dual): Dual =>
  x.map((dx, i) => (i === 0 ? Math.sin(dx) : Math.cos(x[0]) * dx)) as never;

/** The sum of interpolated states of y' = a sin y + b cos(3t) y², with all stages of all steps. */
function sumOf(tableau: ButcherTableau): Dual {
  const { weights, a: further, c } = interpolantOf(tableau);
  const rows = [...tableau.a, ...further];
  const nodes = [...tableau.c, ...c];
  const f = (t: number, y: Dual) => {
    const linear = product([-1.3, 0, 1, 0], sine(y));
    return sum(linear, product([0.8, 0, 0, 1], product(y, y)), Math.cos(3 * t));
  };
  let y: Dual = [0.9, 1, 0, 0];
  let total: Dual = [0, 0, 0, 0];
  for (let n = 0; n + 1 < grid.length; n++) {
    const t = grid[n] as number;
    const h = (grid[n + 1] as number) - t;
    const k: Array<Dual> = [];
    const moved = (row: ReadonlyArray<number>) =>
      row.reduce((at, weight, j) => sum(at, k[j] as Dual, h * weight), y);
    rows.forEach((row, i) => {
      k.push(f(t + (nodes[i] as number) * h, moved(row)));
    });
    for (const { step, theta, factor } of places) {
      if (step !== n) continue;
      const at = weights.map((row) => row.reduce((w, x, p) => w + x * theta ** p, 0));
      total = sum(total, moved(at), factor);
    }
    y = moved(tableau.b);
  }
  return total;
}

it.each([
  [bosh3, [3.122820645829755, 4.170821416450236, 1.027858820381054, 0.47139525209424]],
  [rk4, [3.125157432406799, 4.17004872679421, 1.016564357367966, 0.470761457175221]],
  [dopri5, [3.122690754211407, 4.161216568596843, 1.015440632633167, 0.465459610128512]],
  [dopri8, [3.122717922988268, 4.161212296562731, 1.015379047079661, 0.465452522003826]],
] as const)(
  "Dense output of $name has the values of an independent program, and their derivatives.",
  (tableau, expected) => {
    sumOf(tableau).forEach((x, i) => {
      const exact = expected[i] as number;
      expect(Math.abs(x - exact)).toBeLessThan(2e-14 * Math.abs(exact));
    });
  },
);
