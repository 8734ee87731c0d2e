import type { Dynamics, State, Structure, Tree } from "@symplectic-adjoint/core";
import { argumentCopies } from "./argument-copies.js";
import type { Float64PlainFunction } from "./float64-function.js";
import { leavesLike } from "./leaves-like.js";
import { missingVjpError } from "./missing-vjp-error.js";
import { watchParameters } from "./watch-parameters.js";

/** Dynamics of a plain function: evaluation only, no gradient. */
export function plainDynamics(
  func: Float64PlainFunction<Tree<Float64Array>>,
  structure: Structure,
  parameters: State<Float64Array>,
): Dynamics<Float64Array> {
  const copyArgument = argumentCopies(structure);
  const missing = (): never => {
    throw missingVjpError(func);
  };
  return {
    parameters,
    evaluate(t, y) {
      const dy = leavesLike(structure, y, func(t, copyArgument(y)));
      // Copied, because it may be y itself, or a buffer that the function reuses.
      for (let leaf = 0; leaf < dy.length; leaf++) dy[leaf] = copy(dy[leaf] as Float64Array);
      return dy;
    },
    record: missing,
    pullback: missing,
    watchParameters: () => watchParameters(parameters),
  };
}

/** Faster than slice() for short arrays. */
function copy(values: Float64Array): Float64Array {
  const copied = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) copied[i] = values[i] as number;
  return copied;
}
