import { mlp, only, type TestProblem } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { float64, type OdeOptions, solve } from "../../../src/index.js";
import type { Strategy } from "./strategies.js";

/** Rows of the state, its columns, and the width of the hidden layer. */
const [BATCH, INPUTS, HIDDEN] = [3, 2, 5];

/** The shapes of W1, b1, u, W2, b2 in y' = tanh(y W1 + b1 + u sin 2t) W2 + b2. */
const shapes = [[INPUTS, HIDDEN], [HIDDEN], [HIDDEN], [HIDDEN, INPUTS], [INPUTS]];

/** The network with numbers that float32 holds exactly, on doubles with a VJP by hand. */
export function networkProblem(): TestProblem {
  const { y0, parameters } = mlp({ inputs: INPUTS, hidden: HIDDEN, batch: BATCH, forcing: true });
  return mlp({
    ...{ inputs: INPUTS, hidden: HIDDEN, batch: BATCH, forcing: true },
    y0: y0.map((value, i) => Math.fround(value + 0.1 * i)),
    parameters: parameters.map(Math.fround),
  });
}

/** The same y0 as a tensor. */
export function networkState(): tf.Tensor {
  return tf.tensor2d(Array.from(networkProblem().y0), [BATCH, INPUTS]);
}

/** The same weights as tensors. */
export function networkWeights(): Array<tf.Tensor> {
  return split(networkProblem().parameters).map((values, i) =>
    tf.tensor(Array.from(values), shapes[i] as Array<number>),
  );
}

/** The same function of tensors. */
export function networkFunction(weights: ReadonlyArray<tf.Tensor>) {
  const [w1, b1, u, w2, b2] = weights as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  return (t: number, y: tf.Tensor): tf.Tensor => {
    const wave = tf.mul(u, Math.sin(2 * t));
    return tf.add(tf.matMul(tf.tanh(tf.add(tf.add(tf.matMul(y, w1), b1), wave)), w2), b2);
  };
}

/** Takes a flat list of all parameters apart, one array for each weight. */
export function split(flat: Float64Array): Array<Float64Array> {
  let start = 0;
  return shapes.map((shape) => {
    const end = start + shape.reduce((product, size) => product * size, 1);
    const part = flat.slice(start, end);
    start = end;
    return part;
  });
}

/** Cotangents of all outputs, in the order of their elements. */
export function networkCotangents(times: number): Float64Array {
  return Float64Array.from({ length: times * BATCH * INPUTS }, (_, i) =>
    Math.fround(Math.sin(2 + i)),
  );
}

/** The cotangents as a tensor, with which Σ cotangent ∘ ys is a loss. */
export function cotangentTensor(times: number): tf.Tensor {
  return tf.tensor(Array.from(networkCotangents(times)), [times, BATCH, INPUTS]);
}

/** What float64 says: outputs, and the gradients of Σ cotangent ∘ ys for y0 and for each weight. */
export interface Expected {
  readonly ys: Float64Array;
  readonly y0: Float64Array;
  readonly weights: ReadonlyArray<Float64Array>;
}

export function expectedOf(
  { adjoint }: Pick<Strategy, "adjoint">,
  times: ReadonlyArray<number>,
  options: OdeOptions<Float64Array>,
): Expected {
  const problem = networkProblem();
  const solution = solve(problem, problem.y0, times, {
    ...options,
    backend: float64,
    adjoint: adjoint(),
  });
  const gradients = solution.pullback(networkCotangents(times.length));
  return {
    ys: solution.ys,
    y0: gradients.y0,
    weights: split(only(gradients.parameters)),
  };
}
