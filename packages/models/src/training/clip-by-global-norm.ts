import { checkValue, isPlainObject, must, required } from "@symplectic-adjoint/core";
import {
  add,
  div,
  maximum,
  mul,
  type NamedTensorMap,
  sqrt,
  square,
  sum,
  Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { positive } from "../checks/requirements.js";

const gradsRequirement = required(
  must(
    (value) =>
      isPlainObject(value) &&
      Object.values(value).every(
        (each) => each instanceof Tensor && !each.isDisposed && each.dtype === "float32",
      ),
    "must be an object of float32 tensors",
    "Write clipByGlobalNorm(tf.variableGrads(loss).grads, 1).",
  ),
);

/** The gradient for a variable. */
export interface NamedGradient {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * Scales gradients together so that the root of the sum of all their squares is at most `maxNorm` (Pascanu, Mikolov &
 * Bengio, ICML 2013, arXiv 1211.5063). Reads nothing back; a NaN stays a NaN.
 *
 * @param grads As from `tf.variableGrads`; they remain yours.
 * @returns New tensors, as `applyGradients` of an optimizer takes them; yours to dispose of.
 * @example
 * tf.tidy(() => {
 *   const { grads } = tf.variableGrads(loss);
 *   optimizer.applyGradients(clipByGlobalNorm(grads, 1));
 * });
 */
export function clipByGlobalNorm(grads: NamedTensorMap, maxNorm: number): Array<NamedGradient> {
  checkValue("grads", grads, gradsRequirement);
  checkValue("maxNorm", maxNorm, required(positive("maxNorm")));
  const entries = Object.entries(grads);
  if (entries.length === 0) return [];
  return tidy(() => {
    // The sum of squares may overflow where the norm does not: measured in units of maxNorm.
    const squares = entries.map(([, grad]) => sum(square(div(grad, maxNorm))));
    const norm = sqrt(squares.reduce((total, each) => add(total, each)));
    const scale = div(1, maximum(norm, 1));
    return entries.map(([name, grad]) => ({ name, tensor: mul(grad, scale) }));
  });
}
