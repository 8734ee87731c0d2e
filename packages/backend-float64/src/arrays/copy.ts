// Loops, because the built-in fill, set and slice are slower for a few numbers.

/** Fills an array with zeros. */
export function fillZeros(array: Float64Array): void {
  for (let i = 0; i < array.length; i++) array[i] = 0;
}

/** Copies `source` into `target`, which has the same length. */
export function copyInto(target: Float64Array, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = source[i] as number;
}

/** A copy of an array. */
export function copyOf(source: Float64Array): Float64Array {
  const copy = new Float64Array(source.length);
  copyInto(copy, source);
  return copy;
}
