import * as tf from "@tensorflow/tfjs";
import type { Point, Spiral } from "./spiral.js";

/** Windows of the trajectory, as one batch. */
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

/** Windows with starts that depend on `seed`. The caller must dispose of the tensors. */
export function drawBatch({ points, interval }: Spiral, seed: number): Batch {
  const places = points.length - LENGTH;
  // A Weyl sequence: evenly distributed, and the same in every run.
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
