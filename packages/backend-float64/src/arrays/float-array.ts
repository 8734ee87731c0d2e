/** An array of numbers of either precision. */
export type FloatArray = Float32Array | Float64Array;

/** An array of zeros in the precision of another one. */
export function newLike<F extends FloatArray>(like: F, length: number): F {
  const made: FloatArray =
    like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  return made as F;
}
