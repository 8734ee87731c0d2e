import type { FloatArray } from "../../../program/program.js";

/** A function of up to three numbers for n elements: writes m[out …] from the operands m[a …], m[b …] and m[c …]. */
export type MapLoop = (
  m: FloatArray,
  n: number,
  out: number,
  a: number,
  b: number,
  c: number,
) => void;
