import type { TestProblem } from "../test-problem.js";
import { defineDetest } from "./define-detest.js";
import { outerPlanetsData } from "./outer-planets-data.js";

const { gravity, sun, masses, y0, end } = outerPlanetsData;

/**
 * DETEST C5: Jupiter, Saturn, Uranus, Neptune and Pluto around the sun, in heliocentric coordinates. With r_j the
 * position of planet j,
 *
 *     r_j'' = k² ( −(m_0 + m_j) r_j/|r_j|³ + Σ_{k≠j} m_k ( (r_k − r_j)/|r_k − r_j|³ − r_k/|r_k|³ ) ).
 *
 * The state contains the five positions, planet by planet, then the five velocities.
 */
export function outerPlanets(): TestProblem {
  const cubes = new Float64Array(5);
  return defineDetest({
    name: "C5",
    y0,
    end,
    evaluate(_t, y, _p, dy) {
      for (let d = 0; d < 15; d++) {
        dy[d] = y[d + 15] as number;
        dy[d + 15] = 0;
      }
      inverseCubes(y, cubes);
      for (let j = 0; j < 5; j++) {
        addPull(y, dy, j, -gravity * (sun + mass(j)) * (cubes[j] as number), j);
        for (let k = 0; k < 5; k++) {
          if (k === j) continue;
          const near = gravity * mass(k) * inverseCubeBetween(y, j, k);
          addPull(y, dy, k, near - gravity * mass(k) * (cubes[k] as number), j);
          addPull(y, dy, j, -near, j);
        }
      }
    },
    vjp(_t, y, _p, g, yBar) {
      for (let d = 0; d < 15; d++) yBar[d + 15] = (yBar[d + 15] as number) + (g[d] as number);
      for (let j = 0; j < 5; j++) {
        addCentralTransposed(y, g, yBar, j, -gravity * (sun + mass(j)), j);
        for (let k = 0; k < 5; k++) {
          if (k === j) continue;
          addCentralTransposed(y, g, yBar, k, -gravity * mass(k), j);
          addMutualTransposed(y, g, yBar, j, k, gravity * mass(k));
        }
      }
    },
  });
}

const mass = (j: number): number => masses[j] as number;

function inverseCubes(y: Float64Array, out: Float64Array): void {
  for (let j = 0; j < 5; j++) {
    const [a, b, c] = [component(y, j, 0), component(y, j, 1), component(y, j, 2)];
    out[j] = (a * a + b * b + c * c) ** -1.5;
  }
}

function inverseCubeBetween(y: Float64Array, j: number, k: number): number {
  let square = 0;
  for (let d = 0; d < 3; d++) square += (component(y, k, d) - component(y, j, d)) ** 2;
  return square ** -1.5;
}

function component(y: Float64Array, j: number, d: number): number {
  return y[3 * j + d] as number;
}

/** Acceleration of j += factor · position of k. */
function addPull(y: Float64Array, dy: Float64Array, k: number, factor: number, j: number): void {
  for (let d = 0; d < 3; d++) {
    const at = 15 + 3 * j + d;
    dy[at] = (dy[at] as number) + factor * component(y, k, d);
  }
}

/** The transpose of the derivative of factor·r/|r|³ is factor (I − 3 r rᵀ/|r|²)/|r|³: from j's acceleration to k. */
function addCentralTransposed(
  y: Float64Array,
  g: Float64Array,
  yBar: Float64Array,
  k: number,
  factor: number,
  j: number,
): void {
  let square = 0;
  let along = 0;
  for (let d = 0; d < 3; d++) {
    square += component(y, k, d) ** 2;
    along += component(y, k, d) * component(g, 5 + j, d);
  }
  const scale = factor * square ** -1.5;
  for (let d = 0; d < 3; d++) {
    const at = 3 * k + d;
    const bar = component(g, 5 + j, d) - (3 * along * component(y, k, d)) / square;
    yBar[at] = (yBar[at] as number) + scale * bar;
  }
}

/** The same for factor (r_k − r_j)/|r_k − r_j|³ in j's acceleration. */
function addMutualTransposed(
  y: Float64Array,
  g: Float64Array,
  yBar: Float64Array,
  j: number,
  k: number,
  factor: number,
): void {
  let square = 0;
  let along = 0;
  for (let d = 0; d < 3; d++) {
    const difference = component(y, k, d) - component(y, j, d);
    square += difference ** 2;
    along += difference * component(g, 5 + j, d);
  }
  const scale = factor * square ** -1.5;
  for (let d = 0; d < 3; d++) {
    const difference = component(y, k, d) - component(y, j, d);
    const bar = scale * (component(g, 5 + j, d) - (3 * along * difference) / square);
    yBar[3 * k + d] = (yBar[3 * k + d] as number) + bar;
    yBar[3 * j + d] = (yBar[3 * j + d] as number) - bar;
  }
}
