import * as tf from "@tensorflow/tfjs";
import { type PeerProblem, peerProblems } from "../peer-problems.js";

/** One of torchdiffeq's problems with tensors. */
export interface TensorProblem extends PeerProblem {
  f(t: number, y: tf.Tensor): tf.Tensor;
  y0(): tf.Tensor;
}

/** y' = p0 + (y − (p0 t + p1))⁵, with p as tensors. */
export function constantFunction(p0: tf.Tensor, p1: tf.Tensor) {
  return (t: number, y: tf.Tensor): tf.Tensor => {
    const offset = tf.sub(y, tf.add(tf.mul(p0, t), p1));
    return tf.add(p0, tf.mul(offset, tf.square(tf.square(offset))));
  };
}

const functions: Readonly<Record<PeerProblem["name"], TensorProblem["f"]>> = {
  constant: (t, y) => constantFunction(tf.scalar(0.2), tf.scalar(3))(t, y),
  linear: (_t, y) => tf.matMul(linearMatrix(), y),
  sine: (t, y) => tf.add(tf.mul(y, 2 / t), t ** 4 * Math.sin(2 * t) - t ** 2 + 4 * t ** 3),
  exp: (t, y) => tf.fill(y.shape, -0.1 * Math.exp(-0.1 * t)),
};

function linearMatrix(): tf.Tensor {
  const linear = peerProblems({ reverse: false }).find(({ name }) => name === "linear");
  return tf.tensor2d(Array.from((linear as PeerProblem).problem.parameters), [10, 10]);
}

/** torchdiffeq's four problems with tensors, on ten times from 1 to 8 or from 8 to 1. */
export function tensorProblems(reverse: boolean): ReadonlyArray<TensorProblem> {
  return peerProblems({ reverse }).map((peer) => ({
    ...peer,
    f: functions[peer.name],
    y0: () => tf.tensor2d(Array.from(peer.problem.y0), [peer.problem.y0.length, 1]),
  }));
}
