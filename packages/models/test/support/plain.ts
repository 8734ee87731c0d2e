// Double-precision arithmetic on arrays of numbers, which shares no code with the package: networks are written as loops over
// complex numbers, solves as a loop of rk4 steps, derivatives are complex steps and differences.

import { type Complex, complex } from "@symplectic-adjoint/testing";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The values of tensors, as doubles. */
export function valuesOf(tensors: ReadonlyArray<Tensor>): Array<Float64Array> {
  return tensors.map((tensor) => Float64Array.from(tensor.dataSync()));
}

/** Row vector times matrix [inputs, outputs], plus bias. */
export function affine(
  h: ReadonlyArray<Complex>,
  kernel: Float64Array,
  bias?: Float64Array,
): Array<Complex> {
  const outputs = kernel.length / h.length;
  return Array.from({ length: outputs }, (_, k) => {
    let sum = complex(bias?.[k] ?? 0);
    for (const [i, x] of h.entries()) sum = sum.plus(x.times(kernel[i * outputs + k] as number));
    return sum;
  });
}

/** y(t1) by rk4 steps of equal length. */
export function rk4(
  f: (t: number, y: ReadonlyArray<number>) => ReadonlyArray<number>,
  y0: ReadonlyArray<number>,
  [t0, t1]: readonly [number, number],
  steps: number,
): Array<number> {
  const h = (t1 - t0) / steps;
  let y = [...y0];
  const moved = (k: ReadonlyArray<number>, c: number) => y.map((v, i) => v + c * h * at(k, i));
  for (let n = 0; n < steps; n++) {
    const t = t0 + n * h;
    const k1 = f(t, y);
    const k2 = f(t + h / 2, moved(k1, 0.5));
    const k3 = f(t + h / 2, moved(k2, 0.5));
    const k4 = f(t + h, moved(k3, 1));
    y = y.map((v, i) => v + (h / 6) * (at(k1, i) + 2 * at(k2, i) + 2 * at(k3, i) + at(k4, i)));
  }
  return y;
}

/** The derivatives of a function of arrays for each of their entries, by central differences extrapolated once. */
export function differences(
  f: (arrays: ReadonlyArray<Float64Array>) => number,
  arrays: ReadonlyArray<Float64Array>,
): Array<Float64Array> {
  const copies = arrays.map((array) => array.slice());
  const slope = (array: Float64Array, i: number, epsilon: number) => {
    const was = at(array, i);
    array[i] = was + epsilon;
    const above = f(copies);
    array[i] = was - epsilon;
    const below = f(copies);
    array[i] = was;
    return (above - below) / (2 * epsilon);
  };
  return copies.map((array) =>
    Float64Array.from(array, (_, i) => (4 * slope(array, i, 5e-4) - slope(array, i, 1e-3)) / 3),
  );
}

/** The largest difference of two lists of arrays, over the largest entry of the second. */
export function distance(
  found: ReadonlyArray<ArrayLike<number>>,
  wanted: ReadonlyArray<ArrayLike<number>>,
): number {
  let [error, scale] = [0, 0];
  for (const [i, list] of wanted.entries()) {
    const mine = found[i] as ArrayLike<number>;
    if (mine.length !== list.length) return Number.POSITIVE_INFINITY;
    for (let k = 0; k < list.length; k++) {
      error = Math.max(error, Math.abs(at(mine, k) - at(list, k)));
      scale = Math.max(scale, Math.abs(at(list, k)));
    }
  }
  return error / scale;
}

/** Entry i, which exists. */
export function at(list: ArrayLike<number>, i: number): number {
  return list[i] as number;
}
