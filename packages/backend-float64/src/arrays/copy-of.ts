// Loops, because the built-in fill, set and slice cost more than the work for a handful of numbers.

/** Fills an array with zeros. */
export function clear(array: Float64Array): void {
  for (let i = 0; i < array.length; i++) array[i] = 0;
}

/** Copies `source` into `target`, which is as long. */
export function copyInto(target: Float64Array, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] = source[i] as number;
}

/** A copy of an array. */
export function copyOf(source: Float64Array): Float64Array {
  const copy = new Float64Array(source.length);
  copyInto(copy, source);
  return copy;
}
