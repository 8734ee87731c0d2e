/**
 * GLSL: 2 where a value is NaN, else 1 where one is infinite, else 0. By their bits, since compilers of shaders may take it
 * that x == x, and that nothing is infinite.
 */
export const BADNESS = `
float badness(vec4 values) {
  uvec4 bits = floatBitsToUint(values) & uvec4(0x7fffffffu);
  if (any(greaterThan(bits, uvec4(0x7f800000u)))) return 2.0;
  return any(equal(bits, uvec4(0x7f800000u))) ? 1.0 : 0.0;
}`;

/** GLSL: an infinity that no compiler folds away. */
export const INFINITE = "uintBitsToFloat(0x7f800000u)";
