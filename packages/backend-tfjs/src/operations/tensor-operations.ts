import type { Backend } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { dot } from "./dot.js";
import { errorNorm, scaledError } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";

/**
 * Arithmetic of the TensorFlow.js backend; engine packages may replace each function.
 *
 * @example
 * const mine = tfjsBackend({ name: "mine", operations: { linearCombination: myFusedKernel } });
 */
export type TensorOperations = Pick<
  Backend<Tensor>,
  "linearCombination" | "errorNorm" | "scaledError" | "dot"
>;

/** The arithmetic with kernels that every engine of TensorFlow.js has. */
export const tensorOperations: TensorOperations = Object.freeze({
  linearCombination,
  errorNorm,
  scaledError,
  dot,
});
