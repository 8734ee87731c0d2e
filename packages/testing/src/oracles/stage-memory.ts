/** Rows of n numbers in one array, each with its own view, so that hot loops create none. */
export interface StageMemory {
  readonly flat: Float64Array;
  readonly views: ReadonlyArray<Float64Array>;
}

/** Memory for `rows` rows of n numbers. */
export function stageMemory(rows: number, n: number): StageMemory {
  const flat = new Float64Array(rows * n);
  const views = Array.from({ length: rows }, (_, i) => flat.subarray(i * n, (i + 1) * n));
  return { flat, views };
}
