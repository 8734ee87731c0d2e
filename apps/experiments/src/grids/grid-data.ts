import { uniforms } from "@symplectic-adjoint/examples/posterior/normals";
import type { Trajectories } from "../pairs/pairs.js";
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

/** Trajectories from random initial states by the discrete gradient method. */
export function gridData(pde: Pde, { training, test, steps }: GridDataSizes): Trajectories {
  const uniform = uniforms(20200);
  const all = Array.from({ length: training + test }, () =>
    trajectory(pde, pde.initial(uniform), steps),
  );
  return { training: all.slice(0, training), test: all.slice(training) };
}
