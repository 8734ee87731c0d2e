import type { Backend } from "@symplectic-adjoint/core";
import { accumulate } from "./accumulate.js";
import { combineInto } from "./combine-into.js";
import { dot } from "./dot.js";
import { errorNorm } from "./error-norm.js";
import type { FloatArray } from "./float-array.js";
import { linearCombination } from "./linear-combination.js";
import { combineRows, concatenate, sliceRows, sumRows } from "./rows.js";
import { scaledError } from "./scaled-error.js";
import { stack, unstack } from "./stack.js";
import { zerosLike } from "./zeros-like.js";

/** The arithmetic of the port `Backend`, and its linear combination of one leaf into a given array. */
export interface ArrayLoops extends BackendLoops {
  /**
   * out = base + scale · Σ_j weights_j · terms_j, or the sum alone without a base: terms of weight zero are not read. The
   * numbers are those of `linearCombination`. `out` must not alias the other arrays.
   */
  combineInto(
    out: FloatArray,
    base: FloatArray | undefined,
    scale: number,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<FloatArray>,
  ): void;
}

type BackendLoops = Pick<
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
  combineInto,
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
