/** One array of n numbers per stage: contiguous for the loops, with a view of each for the calls of f. */
export interface StageArrays {
  readonly flat: Float64Array;
  readonly views: ReadonlyArray<Float64Array>;
}

/** Zeros for a number of stages. */
export function stageArrays(stages: number, n: number): StageArrays {
  const flat = new Float64Array(stages * n);
  const views = Array.from({ length: stages }, (_, i) => flat.subarray(i * n, (i + 1) * n));
  return { flat, views };
}
