import type { ArrayFault } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Describes the problem with a user's tensor, if any: see `Backend`. */
export function faultOf({ isDisposed, dtype }: Tensor, anyReal = false): ArrayFault | undefined {
  if (isDisposed) {
    return {
      problem: "is disposed",
      remedy: "Keep it with tf.keep, or create it outside of tf.tidy.",
    };
  }
  if (dtype === "float32" || (anyReal && dtype === "int32")) return undefined;
  return {
    problem: anyReal ? "must hold real numbers" : "must be float32",
    remedy: remedyFor(dtype),
  };
}

/** Remedy for tensors of other types. */
export function remedyFor(dtype: Tensor["dtype"]): string {
  if (dtype === "complex64")
    return "Pass real and imaginary parts as two tensors, [tf.real(z), tf.imag(z)]: a cast would drop the imaginary part.";
  if (dtype === "string") return "Pass numbers, in a float32 tensor.";
  return "Write tf.cast(x, 'float32').";
}
