import type { Odeint, OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Pair } from "./pairs.js";

/** A model of the rate of change of states, [batch, length]. */
export interface LearnedDynamics {
  readonly variables: ReadonlyArray<tf.Variable>;
  f(t: number, y: tf.Tensor): tf.Tensor;
  dispose(): void;
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
  model: LearnedDynamics,
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
