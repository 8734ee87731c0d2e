import { uniforms } from "@symplectic-adjoint/examples/posterior/normals";
import { float64, solve } from "symplectic-adjoint";
import { expect, test } from "vitest";
import { cahnHilliardEquation } from "../src/grids/cahn-hilliard-equation.js";
import { trajectory } from "../src/grids/discrete-gradient-step.js";
import { kdvEquation, twoSolitons } from "../src/grids/kdv-equation.js";
import { mass, type Pde, velocity } from "../src/grids/pde.js";

/** The exact flow of the equation on its grid. */
function exactFlow(pde: Pde, u0: Float64Array, times: ReadonlyArray<number>): Array<Float64Array> {
  const f = (_t: number, u: Float64Array) => velocity(pde, u) as Float64Array<ArrayBuffer>;
  const solution = solve(f, u0, times, {
    backend: float64,
    method: "dopri8",
    rtol: 1e-12,
    atol: 1e-12,
  });
  const { points } = pde;
  return times.map((_, i) => solution.ys.slice(i * points, (i + 1) * points));
}

const separating = Float64Array.from({ length: 50 }, (_, j) => {
  const angle = (2 * Math.PI * j) / 50;
  return 0.05 * (0.6 * Math.cos(angle) + 0.3 * Math.sin(3 * angle) + 0.1 * Math.cos(7 * angle));
});
const solitons = twoSolitons([1, 1.5], [0.25, 0.6]);
const places = [0, 10, 25, 40];

test.each([
  {
    pde: kdvEquation,
    u0: solitons,
    times: [0.25, 0.5],
    golden: [
      [0.350326135, 1.780720176, 0.595492774, -0.013474571],
      [3.06585229, 2.547250807, 0.020579312, 0.035150347],
    ],
  },
  {
    pde: cahnHilliardEquation,
    u0: separating,
    times: [0.025, 0.05],
    golden: [
      [0.165852565, -0.764957848, -0.165852565, 0.817887229],
      [0.175874447, -0.768740473, -0.175874447, 0.816630761],
    ],
  },
])(
  "The flow of $pde.name on its grid has the values that another program found.",
  ({ pde, u0, times, golden }) => {
    const [, ...found] = exactFlow(pde, u0, [0, ...times]);
    for (const [i, values] of golden.entries())
      for (const [k, place] of places.entries())
        expect(Math.abs((found[i]?.[place] as number) - (values[k] as number))).toBeLessThan(2e-8);
  },
);

test("Energies and masses are those that another program found.", () => {
  expect(kdvEquation.energy(solitons)).toBeCloseTo(56.2735646317, 9);
  expect(mass(kdvEquation, solitons)).toBeCloseTo(9.978147505784, 11);
  const [, last] = exactFlow(cahnHilliardEquation, separating, [0, 0.05]);
  expect(cahnHilliardEquation.energy(last as Float64Array)).toBeCloseTo(-0.1253700222, 9);
  expect(mass(cahnHilliardEquation, separating)).toBeCloseTo(0, 14);
});

test("The discrete gradient scheme conserves the energy of Korteweg–de Vries, and the mass.", () => {
  const states = trajectory(kdvEquation, solitons, 500);
  const [energy, total] = [kdvEquation.energy(solitons), mass(kdvEquation, solitons)];
  for (const state of states) {
    expect(Math.abs(kdvEquation.energy(state) - energy)).toBeLessThan(2e-10);
    expect(Math.abs(mass(kdvEquation, state) - total)).toBeLessThan(1e-11);
  }
  const [, exact] = exactFlow(kdvEquation, solitons, [0, 0.5]);
  expect(distance(states.at(-1), exact)).toBeGreaterThan(1e-3);
  expect(distance(states.at(-1), exact)).toBeLessThan(8e-3);
});

test("The discrete gradient scheme decreases the energy of Cahn–Hilliard, and conserves the mass.", () => {
  const states = trajectory(cahnHilliardEquation, separating, 500);
  for (const [n, state] of states.entries()) {
    const next = states[n + 1];
    if (next !== undefined)
      expect(cahnHilliardEquation.energy(next)).toBeLessThan(cahnHilliardEquation.energy(state));
    expect(Math.abs(mass(cahnHilliardEquation, state))).toBeLessThan(1e-13);
  }
  const [, exact] = exactFlow(cahnHilliardEquation, separating, [0, 0.05]);
  expect(distance(states.at(-1), exact)).toBeLessThan(1e-5);
});

test.each([kdvEquation, cahnHilliardEquation])(
  "The derivative of the energy of $name is that of its value.",
  (pde) => {
    const uniform = uniforms(3);
    const u = Float64Array.from({ length: pde.points }, () => uniform() - 0.5);
    const gradient = pde.energyGradient(u);
    for (const j of [0, 7, 49]) {
      const moved = (by: number) => pde.energy(u.map((x, k) => (k === j ? x + by : x)));
      const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6 / pde.spacing;
      expect(gradient[j]).toBeCloseTo(slope, 5);
    }
  },
);

function distance(a: Float64Array | undefined, b: Float64Array | undefined): number {
  return Math.max(...[...(a ?? [])].map((x, j) => Math.abs(x - (b?.[j] ?? Number.NaN))));
}
