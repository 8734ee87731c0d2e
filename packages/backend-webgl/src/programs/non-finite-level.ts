/**
 * GLSL: 2 if a value is NaN, else 1 if one is infinite, else 0. Tests bits, because shader compilers may assume that x
 * == x and that values are finite.
 */
export const NON_FINITE_LEVEL = `
float nonFiniteLevel(vec4 values) {
  uvec4 bits = floatBitsToUint(values) & uvec4(0x7fffffffu);
  if (any(greaterThan(bits, uvec4(0x7f800000u)))) return 2.0;
  return any(equal(bits, uvec4(0x7f800000u))) ? 1.0 : 0.0;
}`;

/** GLSL: an infinity that compilers cannot fold. */
export const INFINITE = "uintBitsToFloat(0x7f800000u)";
