import type { Backend } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { dot } from "./dot.js";
import { errorNorm, scaledError } from "./error-norm.js";
import { linearCombination } from "./linear-combination.js";

/**
 * The arithmetic of a backend of tensors: what an engine's own kernels may replace, one by one.
 *
 * @example
 * const mine = tfjsBackend({ name: "mine", operations: { linearCombination: myFusedKernel } });
 */
export type TensorOperations = Pick<
  Backend<Tensor>,
  "linearCombination" | "errorNorm" | "scaledError" | "dot"
>;

/** The arithmetic by kernels that every TensorFlow.js backend has. */
export const tensorOperations: TensorOperations = Object.freeze({
  linearCombination,
  errorNorm,
  scaledError,
  dot,
});
