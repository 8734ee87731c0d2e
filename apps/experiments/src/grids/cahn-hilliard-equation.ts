import { laplacian, meanSquareSlope, type Pde } from "./pde.js";

const POINTS = 50;
const SPACING = 1 / POINTS;
const GAMMA = 5e-4;

/** The Cahn–Hilliard equation u_t = ∂_xx(u³ − u − γ u_xx) with γ = 5e-4: two phases separate. */
export const cahnHilliardEquation: Pde = {
  name: "Cahn–Hilliard",
  points: POINTS,
  length: 1,
  spacing: SPACING,
  dt: 1e-4,
  // Derivatives of fourth order magnify rounding errors: at smaller tolerances the forward solve takes the same single step, but
  // the continuous adjoint rejects most of its steps on the way back.
  tolerances: { rtol: 1e-3, atol: 1e-4 },
  operator: "secondDifference",
  energyGradient(u) {
    const second = laplacian(u, SPACING);
    return u.map((x, j) => x ** 3 - x - GAMMA * (second[j] as number));
  },
  discreteGradient(u, v) {
    const means = u.map((x, j) => (x + (v[j] as number)) / 2);
    const second = laplacian(means, SPACING);
    return u.map((x, j) => {
      const y = v[j] as number;
      const cubes = (x ** 3 + x * x * y + x * y * y + y ** 3) / 4;
      return cubes - (means[j] as number) - GAMMA * (second[j] as number);
    });
  },
  discreteGradientSlope: (u, v) => ({
    diagonal: u.map((x, j) => {
      const y = v[j] as number;
      return (x * x + 2 * x * y + 3 * y * y) / 4 - 0.5;
    }),
    laplacian: -GAMMA / 2,
  }),
  energy: (u) =>
    u.reduce(
      (sum, x, j) =>
        sum +
        SPACING * (-0.5 * x * x + 0.25 * x ** 4 + 0.5 * GAMMA * meanSquareSlope(u, j, SPACING)),
      0,
    ),
  initial: (uniform) => Float64Array.from({ length: POINTS }, () => 0.1 * (uniform() - 0.5)),
};
