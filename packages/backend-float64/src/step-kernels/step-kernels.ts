import type { State, StepKernels } from "@symplectic-adjoint/core";
import type { LeafFunction } from "../dynamics/leaf-function.js";
import { attemptKernel } from "./attempt-kernel.js";
import { reverseKernel } from "./reverse-kernel.js";

/**
 * Whole steps for a state of one array: plain loops over arrays that are made once. For a few equations this is several
 * times faster than the operations one by one, whose results are the same to the bit.
 */
export function stepKernels(
  func: LeafFunction,
  parameters: State<Float64Array>,
): StepKernels<Float64Array> {
  return { attempt: attemptKernel(func), reverse: reverseKernel(func, parameters) };
}
