import type { Odeint, OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Compiler } from "../framework/experiment.js";
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

/** The mean square error of the average velocity over dt, by one of the five functions. */
export type VelocityLoss = (
  pairs: Pick<PairTensors, "u" | "change">,
  dt: number,
  odeint: Odeint,
  options: OdeintOptions,
) => tf.Scalar;

/**
 * The loss of a model: the average velocity over dt, whose change is solved for: w' = f(u + w), w(0) = 0. In single precision
 * the difference of two states would be mostly rounding.
 *
 * With `compile` there is one program for all batches u of a size.
 */
export function velocityLoss(model: LearnedDynamics, compile?: Compiler): VelocityLoss {
  const rateOfChange = (t: number, [w]: [tf.Tensor], u: tf.Tensor): [tf.Tensor] => [
    model.f(t, tf.add(u, w)),
  ];
  const program = compile?.(rateOfChange);
  return ({ u, change }, dt, odeint, options) =>
    tf.tidy(() => {
      const f = program?.with(u) ?? ((t: number, w: [tf.Tensor]) => rateOfChange(t, w, u));
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
