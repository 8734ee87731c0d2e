import type { Kernels } from "./kernel.js";

/**
 * Operations of TensorFlow.js that functions can be compiled with, besides those that every function can use: see
 * `@symplectic-adjoint/compile/operations`.
 */
export interface OperationSet {
  /**
   * What each of its kernels does. One that every function has is replaced.
   *
   * @internal
   */
  readonly kernels: Kernels;
}
