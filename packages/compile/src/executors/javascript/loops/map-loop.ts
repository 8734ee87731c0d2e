import type { FloatArray } from "../../../program/program.js";

/**
 * A function of up to three numbers for n elements: writes m[out …] from the operands at a, b and c. The strides say how
 * far an operand moves from one element to the next: 1, or 0 for one number.
 */
export type MapLoop = (
  m: FloatArray,
  n: number,
  out: number,
  a: number,
  strideA: number,
  b: number,
  strideB: number,
  c: number,
  strideC: number,
) => void;
