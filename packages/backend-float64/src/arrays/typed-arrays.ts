import type { Backend } from "@symplectic-adjoint/core";
import { accumulate } from "./accumulate.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import type { FloatArray } from "./float-array.js";
import { linearCombination } from "./linear-combination.js";
import { combineRows, concatenate, sliceRows, sumRows } from "./rows.js";
import { scaledError } from "./scaled-error.js";
import { stack, unstack } from "./stack.js";
import { zerosLike } from "./zeros-like.js";

/** The arithmetic of the port `Backend`. */
export type ArrayLoops = Pick<
  Backend<FloatArray>,
  | "linearCombination"
  | "errorNorm"
  | "scaledError"
  | "dot"
  | "zerosLike"
  | "accumulate"
  | "combineRows"
  | "sumRows"
  | "concatenate"
  | "sliceRows"
  | "stack"
  | "unstack"
>;

/**
 * The arithmetic of the port `Backend` as loops over typed arrays of either precision, for backends on such arrays. Results
 * have the precision of the arguments. Arrays have one axis: rows are one after another.
 *
 * @example
 * typedArrays.linearCombination([Float32Array.of(1)], 0.5, [1], [[Float32Array.of(4)]]); // [Float32Array [3]]
 */
export const typedArrays: ArrayLoops = Object.freeze({
  linearCombination,
  errorNorm,
  scaledError,
  dot,
  zerosLike,
  accumulate,
  combineRows,
  sumRows,
  concatenate,
  sliceRows,
  stack,
  unstack,
});
