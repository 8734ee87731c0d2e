import * as tf from "@tensorflow/tfjs";

/** A state of three numbers. */
export const y0 = (): tf.Tensor1D => tf.tensor1d([0.5, -1, 2]);

/** Vectors of as many numbers, all different. */
export const vector = (i: number): tf.Tensor1D => tf.tensor1d([Math.sin(i), Math.cos(i), 0.3 * i]);
