import type { CompilationError } from "@symplectic-adjoint/core";
import type { DataType } from "@tensorflow/tfjs-core";
import { cannotCompile } from "../cannot-compile.js";

/** A value is read that a traced function does not have. */
export function readsValues(): CompilationError {
  return cannotCompile(
    "reads values of a tensor (dataSync, arraySync, data, print), which a compiled function has only once",
    "Compute with tensors instead: tf.where for a choice, tf.gather for an index; or read values before the solve.",
  );
}

/** A function keeps what it made. */
export function keepsTensors(count: number): CompilationError {
  return cannotCompile(
    `keeps ${count === 1 ? "a tensor" : `${count} tensors`} that it made (tf.keep, tf.variable), which a compiled function would make only once`,
    "Make them before the solve, outside of it.",
  );
}

/** A function uses what it freed. */
export function disposed(): CompilationError {
  return cannotCompile(
    "uses a tensor that it has disposed of",
    "Do not dispose of tensors in it; they are freed automatically after each evaluation.",
  );
}

/** A function makes a tensor that holds no real numbers. */
export function unsupportedType(dtype: DataType): CompilationError {
  return cannotCompile(
    `makes a ${dtype} tensor, which cannot be compiled`,
    dtype === "string"
      ? "Compute with numbers."
      : "Compute with real and imaginary parts as two tensors.",
  );
}
