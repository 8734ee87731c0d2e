import { uniforms } from "@symplectic-adjoint/examples/posterior/normals";
import { trajectory } from "./discrete-gradient-step.js";
import type { Pde } from "./pde.js";

/** How much data is made. */
export interface GridDataSizes {
  /** Trajectories to train on. */
  readonly training: number;
  /** Further trajectories, to test on. */
  readonly test: number;
  /** Steps of each trajectory. */
  readonly steps: number;
}

/** Trajectories: lists of states at 0, dt, 2 dt, … */
export interface GridData {
  readonly training: ReadonlyArray<ReadonlyArray<Float64Array>>;
  readonly test: ReadonlyArray<ReadonlyArray<Float64Array>>;
}

/** Trajectories from random initial states by the discrete gradient method. */
export function gridData(pde: Pde, { training, test, steps }: GridDataSizes): GridData {
  const uniform = uniforms(20200);
  const all = Array.from({ length: training + test }, () =>
    trajectory(pde, pde.initial(uniform), steps),
  );
  return { training: all.slice(0, training), test: all.slice(training) };
}

/** A state, and the change in the following time dt. */
export interface Pair {
  readonly u: Float64Array;
  readonly change: Float64Array;
}

/** The pair of a place in the list of all pairs of neighbouring states. */
export function pairAt(
  trajectories: ReadonlyArray<ReadonlyArray<Float64Array>>,
  place: number,
): Pair {
  const steps = (trajectories[0]?.length ?? 1) - 1;
  const states = trajectories[Math.floor(place / steps)] as ReadonlyArray<Float64Array>;
  const u = states[place % steps] as Float64Array;
  const next = states[(place % steps) + 1] as Float64Array;
  return { u, change: next.map((x, j) => x - (u[j] as number)) };
}

/** The number of pairs. */
export function pairsOf(trajectories: ReadonlyArray<ReadonlyArray<Float64Array>>): number {
  return trajectories.reduce((sum, states) => sum + states.length - 1, 0);
}
