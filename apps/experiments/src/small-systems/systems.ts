import { normals, uniforms } from "@symplectic-adjoint/examples/posterior/normals";
import { float64, solve } from "symplectic-adjoint";
import type { Trajectories } from "../pairs/pairs.js";

/** A Hamiltonian system of a few numbers y = (q, p), in double precision. */
export interface SmallSystem {
  readonly name: string;
  /** Length of y. */
  readonly size: number;
  readonly dt: number;
  /** Standard deviation of the noise in the data to train on. */
  readonly noise: number;
  energy(y: Float64Array): number;
  /** ∂H/∂y. */
  slope(y: Float64Array): Float64Array;
  /** A random initial state. */
  initial(uniform: () => number, normal: () => number): Float64Array;
}

/** On a circle of random radius, in (q, p). */
function onCircle(least: number, most: number) {
  return (uniform: () => number) => {
    const radius = least + (most - least) * uniform();
    const angle = 2 * Math.PI * uniform();
    return Float64Array.of(radius * Math.cos(angle), radius * Math.sin(angle));
  };
}

const massSpring: SmallSystem = {
  ...{ name: "mass on a spring", size: 2, dt: 0.2, noise: 0.1 },
  energy: ([q = 0, p = 0]) => 0.5 * (q * q + p * p),
  slope: (y) => y.slice(),
  initial: onCircle(0.5, 1.5),
};

// Of Greydanus, Dzamba & Yosinski (NeurIPS 2019): H = 6 (1 − cos q) + p²/2 swings faster; here both constants are 1.
const pendulum: SmallSystem = {
  ...{ name: "pendulum", size: 2, dt: 0.2, noise: 0.1 },
  energy: ([q = 0, p = 0]) => 0.5 * p * p + 1 - Math.cos(q),
  slope: ([q = 0, p = 0]) => Float64Array.of(Math.sin(q), p),
  initial: onCircle(0.5, 1.8),
};

const twoBody: SmallSystem = {
  ...{ name: "two bodies", size: 8, dt: 0.2, noise: 0 },
  energy: (y) => 0.5 * y.slice(4).reduce((sum, p) => sum + p * p, 0) - 1 / distanceOf(y),
  slope(y) {
    const cube = distanceOf(y) ** 3;
    const pull = (i: number) => ((y[i] as number) - (y[(i + 2) % 4] as number)) / cube;
    return Float64Array.of(pull(0), pull(1), pull(2), pull(3), ...y.slice(4));
  },
  initial(uniform, normal) {
    const radius = 0.5 + uniform();
    const angle = 2 * Math.PI * uniform();
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    // Of a circular orbit, times a factor near 1.
    const speed = (0.5 / Math.sqrt(radius)) * (1 + 0.1 * normal());
    const [vx, vy] = [-speed * Math.sin(angle), speed * Math.cos(angle)];
    return Float64Array.of(x, y, -x, -y, vx, vy, -vx, -vy);
  },
};

/** The systems of the experiment. */
export const SYSTEMS: ReadonlyArray<SmallSystem> = [massSpring, pendulum, twoBody];

/** The exact trajectory at 0, dt, 2 dt, … */
export function exactTrajectory(
  { size, dt, slope }: SmallSystem,
  y0: Float64Array,
  steps: number,
): Array<Float64Array> {
  const n = size / 2;
  const f = (_t: number, y: Float64Array) => {
    const gradient = slope(y);
    return Float64Array.from(gradient, (_, i) =>
      i < n ? (gradient[n + i] as number) : -(gradient[i - n] as number),
    );
  };
  const times = Array.from({ length: steps + 1 }, (_, i) => i * dt);
  const { ys } = solve(f, y0, times, {
    ...{ backend: float64, method: "dopri8", rtol: 1e-10, atol: 1e-10 },
  });
  return times.map((_, i) => ys.slice(i * size, (i + 1) * size));
}

/** Trajectories of a hundred steps; those to train on with noise. */
export function systemData(
  system: SmallSystem,
  { training, test, steps }: Readonly<Record<"training" | "test" | "steps", number>>,
): Trajectories {
  const [uniform, normal] = [uniforms(11), normals(12)];
  const all = Array.from({ length: training + test }, () =>
    exactTrajectory(system, system.initial(uniform, normal), steps),
  );
  const noisy = (y: Float64Array) => y.map((x) => x + system.noise * normal());
  return {
    training: all.slice(0, training).map((states) => states.map(noisy)),
    test: all.slice(training),
  };
}

function distanceOf(y: Float64Array): number {
  return Math.hypot((y[0] as number) - (y[2] as number), (y[1] as number) - (y[3] as number));
}
