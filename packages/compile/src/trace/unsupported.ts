import { CompilationError } from "@symplectic-adjoint/core";

/** The ways out where something cannot be compiled, within a sentence. */
export const INTERPRET =
  'leave compiled(…) out, or write compiled(f, { onUnsupported: "interpret" }), which runs f as TensorFlow.js does';

/** An operation that has no counterpart in a compiled function. */
export function unsupportedOperation(kernelName: string): CompilationError {
  return new CompilationError({
    argument: "The function",
    problem: `uses the operation ${kernelName} of TensorFlow.js, which cannot be compiled`,
    remedy: `Write it with other operations; or ${INTERPRET}.`,
  });
}

/** An activation of a fused operation that is not known. */
export function unsupportedActivation(kernelName: string, activation: unknown): never {
  throw new CompilationError({
    argument: "The function",
    value: activation,
    problem: `uses ${kernelName} with an activation that cannot be compiled`,
    remedy: `Apply the activation as an operation of its own; or ${INTERPRET}.`,
  });
}

/** A variant of an operation that is not supported. */
export function unsupportedCase(kernelName: string, problem: string): CompilationError {
  return new CompilationError({
    argument: "The function",
    problem: `uses the operation ${kernelName} of TensorFlow.js ${problem}, which cannot be compiled`,
    remedy: `Write it with other operations; or ${INTERPRET}.`,
  });
}
