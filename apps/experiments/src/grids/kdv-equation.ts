import { laplacian, meanSquareSlope, type Pde } from "./pde.js";

const LENGTH = 10;
const POINTS = 50;
const SPACING = LENGTH / POINTS;

/**
 * The Korteweg–de Vries equation u_t = ∂_x(3u² + u_xx), with the initial states of Matsubara, Ishikawa & Yaguchi (NeurIPS
 * 2020, arXiv 1905.08604): two solitons. In place of the sign convention −6uu_x − u_xxx space is reversed.
 */
export const kdvEquation: Pde = {
  name: "Korteweg–de Vries",
  points: POINTS,
  length: LENGTH,
  spacing: SPACING,
  dt: 1e-3,
  tolerances: { rtol: 1e-5, atol: 1e-7 },
  operator: "centralDifference",
  energyGradient(u) {
    const second = laplacian(u, SPACING);
    return u.map((x, j) => 3 * x * x + (second[j] as number));
  },
  discreteGradient(u, v) {
    const second = laplacian(
      u.map((x, j) => (x + (v[j] as number)) / 2),
      SPACING,
    );
    return u.map((x, j) => {
      const y = v[j] as number;
      return x * x + x * y + y * y + (second[j] as number);
    });
  },
  discreteGradientSlope: (u, v) => ({
    diagonal: u.map((x, j) => x + 2 * (v[j] as number)),
    laplacian: 0.5,
  }),
  energy: (u) =>
    u.reduce((sum, x, j) => sum + SPACING * (x ** 3 - 0.5 * meanSquareSlope(u, j, SPACING)), 0),
  initial(uniform) {
    const heights = [0.5 + 1.5 * uniform(), 0.5 + 1.5 * uniform()] as const;
    const first = 0.2 + 0.1 * uniform();
    const u = twoSolitons(heights, [first, first + 0.2 + 0.3 * uniform()]);
    return uniform() < 0.5 ? u : u.reverse();
  },
};

/** Σ 2k² sech²(k(x − L d)) at the points of the grid; d in parts of the period. */
export function twoSolitons(
  k: readonly [number, number],
  d: readonly [number, number],
): Float64Array {
  return Float64Array.from({ length: POINTS }, (_, j) =>
    k.reduce((sum, height, i) => {
      const x = height * (j * SPACING - LENGTH * (d[i] as number));
      return sum + (2 * height ** 2) / Math.cosh(x) ** 2;
    }, 0),
  );
}
