import {
  gridDynamics,
  gridEnergy,
  gridNetwork,
  type Odeint,
  type OdeintOptions,
} from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Pair } from "./grid-data.js";
import type { Pde } from "./pde.js";

/** "HNN++" learns the energy and knows the operator; "NODE" learns the right-hand side. */
export type GridModelKind = "HNN++" | "NODE";

/** A model of a field on a grid. */
export interface GridModel {
  readonly kind: GridModelKind;
  readonly hidden: ReadonlyArray<number>;
  readonly variables: ReadonlyArray<tf.Variable>;
  /** du/dt for u of the shape [batch, points]. */
  f(t: number, u: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/** A new model with seeded weights. */
export function gridModel(
  kind: GridModelKind,
  { operator, spacing }: Pde,
  hidden: ReadonlyArray<number>,
  seed = 1,
): GridModel {
  if (kind === "NODE") {
    const { f, variables, dispose } = gridNetwork({ hidden, seed });
    return { kind, hidden, variables, f, dispose };
  }
  const energy = gridEnergy({ hidden, seed });
  const f = gridDynamics(energy, { operator, spacing });
  return { kind, hidden, variables: energy.variables, f, dispose: energy.dispose };
}

/** Pairs as tensors, [batch, points]. */
export interface PairTensors {
  readonly u: tf.Tensor2D;
  readonly change: tf.Tensor2D;
  dispose(): void;
}

/** Puts pairs on the engine. */
export function pairTensors(pairs: ReadonlyArray<Pair>): PairTensors {
  const u = tf.tensor2d(pairs.map((pair) => [...pair.u]));
  const change = tf.tensor2d(pairs.map((pair) => [...pair.change]));
  return { u, change, dispose: () => tf.dispose([u, change]) };
}

/**
 * The mean square error of the average velocity over dt, whose change is solved for: w' = f(u + w), w(0) = 0. In single
 * precision the difference of two states would be mostly rounding.
 */
export function velocityLoss(
  model: GridModel,
  { u, change }: Pick<PairTensors, "u" | "change">,
  dt: number,
  odeint: Odeint,
  options: OdeintOptions,
): tf.Scalar {
  return tf.tidy(() => {
    const f = (t: number, [w]: [tf.Tensor]): [tf.Tensor] => [model.f(t, tf.add(u, w))];
    const solve = odeint as unknown as SolveOfOne;
    const [ws] = solve(f, [tf.zerosLike(u)], [0, dt], {
      ...options,
      parameters: [...model.variables],
    });
    const found = tf.slice(ws, [1, 0, 0], [1, -1, -1]).reshape(change.shape);
    return tf.mean(tf.square(tf.mul(tf.sub(found, change), 1 / dt))) as tf.Scalar;
  });
}

type SolveOfOne = (
  f: (t: number, y: [tf.Tensor]) => [tf.Tensor],
  y0: [tf.Tensor],
  times: ReadonlyArray<number>,
  options: OdeintOptions,
) => [tf.Tensor];
