import { type Tensor, tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import type { RandomSource } from "./random-source.js";

/** A variable with the value that `initial` creates; nothing else is left. */
export function newVariable<T extends Tensor>(initial: () => T): Variable {
  return tidy(() => variable(initial()));
}

/** Uniform in ±1/√fanIn, as the linear layers of PyTorch. */
export function uniformWeights(
  shape: Array<number>,
  fanIn: number,
  { uniform }: RandomSource,
): Tensor {
  const bound = 1 / Math.sqrt(fanIn);
  return tensor(
    fill(shape, () => bound * (2 * uniform() - 1)),
    shape,
  );
}

/**
 * A matrix with orthonormal rows, or columns if these are fewer (Saxe, McClelland & Ganguli, ICLR 2014, arXiv 1312.6120):
 * the modified Gram–Schmidt process, twice, in double precision.
 */
export function orthogonalWeights(
  [rows, columns]: readonly [number, number],
  { normal }: RandomSource,
): Tensor {
  const [few, many] = rows < columns ? [rows, columns] : [columns, rows];
  const basis: Array<Float64Array> = [];
  for (let i = 0; i < few; i++) {
    const vector = Float64Array.from({ length: many }, normal);
    for (const other of [...basis, ...basis]) subtractProjection(vector, other);
    const length = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((x) => x / length));
  }
  const entry = (row: number, column: number) =>
    (rows < columns ? basis[row]?.[column] : basis[column]?.[row]) as number;
  const values = Float32Array.from({ length: rows * columns }, (_, k) =>
    entry(Math.floor(k / columns), k % columns),
  );
  return tensor(values, [rows, columns]);
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const part = dot(vector, unit);
  for (let i = 0; i < vector.length; i++)
    vector[i] = (vector[i] as number) - part * (unit[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function fill(shape: ReadonlyArray<number>, value: () => number): Float32Array {
  return Float32Array.from({ length: shape.reduce((n, length) => n * length, 1) }, value);
}
