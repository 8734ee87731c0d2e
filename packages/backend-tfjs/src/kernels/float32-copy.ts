/** A copy of some numbers in float32, bitwise if they are: conversions from number to number may change the bits of NaN. */
export function float32Copy(values: ArrayLike<number>): Float32Array {
  return values instanceof Float32Array ? values.slice() : Float32Array.from(values);
}
