import * as tf from "@tensorflow/tfjs";
import type { Point, Spiral } from "./spiral.js";

/** Stretches of the trajectory, side by side. */
export interface Batch {
  /** [n, 2] */
  readonly start: tf.Tensor2D;
  readonly times: ReadonlyArray<number>;
  /** [times, n, 2] */
  readonly target: tf.Tensor3D;
}

const STRETCHES = 20;
const LENGTH = 10;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Stretches that begin anywhere, different for each `seed`. The tensors are the receiver's to dispose of. */
export function drawBatch({ points, interval }: Spiral, seed: number): Batch {
  const places = points.length - LENGTH;
  // A Weyl sequence: spread evenly, and the same at every run.
  const begins = Array.from({ length: STRETCHES }, (_, i) =>
    Math.floor((((seed * STRETCHES + i) * GOLDEN) % 1) * places),
  );
  const rows = Array.from({ length: LENGTH }, (_, k) =>
    begins.map((begin) => [...(points[begin + k] as Point)]),
  );
  return {
    start: tf.tensor2d(rows[0] as Array<Array<number>>),
    times: Array.from({ length: LENGTH }, (_, k) => k * interval),
    target: tf.tensor3d(rows),
  };
}
