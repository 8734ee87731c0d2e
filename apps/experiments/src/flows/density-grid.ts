import * as tf from "@tensorflow/tfjs";
import type { FlowModel } from "./flow-model.js";

/** A density on a square grid of points, [−extent, extent]². */
export interface DensityGrid {
  readonly extent: number;
  readonly columns: number;
  /** Row after row, from the lowest. */
  readonly values: ReadonlyArray<number>;
  /** The integral by the midpoint rule: 1 if the density is normalised and lies within. */
  readonly integral: number;
}

/** The density of a flow in the plane, evaluated `chunk` points at a time. */
export async function densityGrid(
  model: FlowModel,
  extent: number,
  columns: number,
  chunk = 2500,
): Promise<DensityGrid> {
  const width = (2 * extent) / columns;
  const centre = (i: number) => -extent + (i + 0.5) * width;
  const values: Array<number> = [];
  for (let from = 0; from < columns ** 2; from += chunk) {
    const count = Math.min(chunk, columns ** 2 - from);
    const points = Float32Array.from({ length: 2 * count }, (_, k) => {
      const i = from + (k >> 1);
      return centre(k % 2 === 0 ? i % columns : Math.floor(i / columns));
    });
    const x = tf.tensor2d(points, [count, 2]);
    const logs = model.logDensity(x);
    values.push(...[...(await logs.data())].map(Math.exp));
    tf.dispose([x, logs]);
  }
  return { extent, columns, values, integral: values.reduce((a, b) => a + b, 0) * width ** 2 };
}
