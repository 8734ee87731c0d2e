import type { FusedSteps, State } from "@symplectic-adjoint/core";
import type { LeafFunction } from "../dynamics/leaf-function.js";
import { fusedAttempt } from "./fused-attempt.js";
import { fusedReversal } from "./fused-reversal.js";

/**
 * Whole steps for a state of one array: plain loops over arrays that are made once. For a few equations this is several
 * times faster than the operations one by one, whose results are the same to the bit.
 */
export function fusedSteps(
  func: LeafFunction,
  parameters: State<Float64Array>,
): FusedSteps<Float64Array> {
  return { attempt: fusedAttempt(func), reverse: fusedReversal(func, parameters) };
}
