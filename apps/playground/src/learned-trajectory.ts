import * as tf from "@tensorflow/tfjs";
import { solveAsync } from "symplectic-adjoint";
import type { Network } from "./network.js";
import type { Point, Spiral } from "./spiral.js";

/** Interval between the points of the spiral that are drawn: the solver must land on each. */
const STRIDE = 3;

/** Time limit of a drawing in milliseconds. A slow engine draws only the beginning. */
const PATIENCE = 1500;

/** The trajectory of the network from the first point of the spiral, up to the time limit. */
export async function learnedTrajectory(
  { field }: Network,
  { points, interval }: Spiral,
  signal: AbortSignal,
): Promise<ReadonlyArray<Point>> {
  const start = tf.tensor2d([[...(points[0] as Point)]]);
  const count = Math.ceil(points.length / STRIDE);
  const times = Array.from({ length: count }, (_, i) => i * STRIDE * interval);
  try {
    const solution = await solveAsync(field, start, times, {
      rtol: 1e-3,
      atol: 1e-4,
      maxNumSteps: 2000,
      differentiate: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    });
    try {
      const values = await solution.ys.data();
      return solution.t.map(
        (_, i): Point => [values[2 * i] as number, values[2 * i + 1] as number],
      );
    } finally {
      solution.dispose();
    }
  } finally {
    start.dispose();
  }
}
