import * as tf from "@tensorflow/tfjs";
import { odeint } from "symplectic-adjoint";
import type { GridModel } from "./grid-model.js";
import { mass, type Pde } from "./pde.js";

/** Errors of a trajectory that a model predicts from the first state, as mean squares over times and points. */
export interface RolloutErrors {
  /** Of the average velocity over each dt. */
  readonly velocity: number;
  readonly energy: number;
  readonly mass: number;
  readonly state: number;
}

/** A predicted trajectory. */
export interface Rollout {
  readonly states: ReadonlyArray<Float64Array>;
  readonly errors: RolloutErrors;
}

/** Solves a model from the first state of a trajectory over all its times. Fails if the solve does. */
export async function rollout(
  f: GridModel["f"],
  pde: Pde,
  truth: ReadonlyArray<Float64Array>,
): Promise<Rollout> {
  const times = truth.map((_, n) => n * pde.dt);
  const u0 = tf.tensor2d([[...(truth[0] as Float64Array)]]);
  const ys = odeint(f, u0 as tf.Tensor, times, { method: "dopri5", rtol: 1e-5, atol: 1e-6 });
  const values = await ys.data();
  tf.dispose([u0, ys]);
  const states = times.map((_, n) =>
    Float64Array.from(values.slice(n * pde.points, (n + 1) * pde.points)),
  );
  return { states, errors: errorsOf(pde, states, truth) };
}

/** Compares two trajectories. */
export function errorsOf(
  pde: Pde,
  found: ReadonlyArray<Float64Array>,
  truth: ReadonlyArray<Float64Array>,
): RolloutErrors {
  const meanOf = (terms: ReadonlyArray<number>) => terms.reduce((a, b) => a + b, 0) / terms.length;
  const squares = (of: (u: Float64Array) => number) =>
    meanOf(found.map((u, n) => (of(u) - of(truth[n] as Float64Array)) ** 2));
  const pointwise = (a: Float64Array, b: Float64Array) =>
    meanOf([...a].map((x, j) => (x - (b[j] as number)) ** 2));
  const velocities = (states: ReadonlyArray<Float64Array>) =>
    states
      .slice(1)
      .map((u, n) => u.map((x, j) => (x - ((states[n] as Float64Array)[j] as number)) / pde.dt));
  const exact = velocities(truth);
  return {
    velocity: meanOf(velocities(found).map((v, n) => pointwise(v, exact[n] as Float64Array))),
    energy: squares(pde.energy),
    mass: squares((u) => mass(pde, u)),
    state: meanOf(found.map((u, n) => pointwise(u, truth[n] as Float64Array))),
  };
}
