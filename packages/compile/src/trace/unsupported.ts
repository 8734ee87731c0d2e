import type { CompilationError } from "@symplectic-adjoint/core";
import { cannotCompile, INTERPRET } from "./cannot-compile.js";

/** The kernels of each set of `@symplectic-adjoint/compile/operations`. */
const OPTIONAL: ReadonlyArray<readonly [set: string, kernels: RegExp]> = [
  ["arrays", /^(Diag|Einsum|GatherNd|LinSpace|Range|ScatterNd|StridedSlice)$/],
  [
    "images",
    /^((Avg|Max)Pool(3D)?(Grad)?|(Fused|Depthwise)*Conv.+|Dilation.+|FlipLeft.+|LRN.*|MirrorPad|Resize.+|.+To(Batch|Space).*)$/,
  ],
];

/** The set of operations that has a kernel which not every function can use. */
export function setOf(kernelName: string): string | undefined {
  return OPTIONAL.find(([, kernels]) => kernels.test(kernelName))?.[0];
}

/** An operation that has no counterpart in a compiled function, or none without a set of operations. */
export function unsupportedOperation(kernelName: string): CompilationError {
  const set = setOf(kernelName);
  if (set === undefined) return unsupportedCase(kernelName, "");
  return cannotCompile(
    `uses the operation ${kernelName} of TensorFlow.js, which is compiled only on request`,
    `Write import { ${set} } from "@symplectic-adjoint/compile/operations", and compiled(f, { operations: [${set}] }); or ${INTERPRET}.`,
  );
}

/** An activation of a fused operation that is not known. */
export function unsupportedActivation(kernelName: string, activation: unknown): never {
  throw cannotCompile(
    `uses ${kernelName} with an activation that cannot be compiled`,
    `Apply the activation as an operation of its own; or ${INTERPRET}.`,
    { value: activation },
  );
}

/** An operation that is not supported, or not in this case: "with strings", for example. */
export function unsupportedCase(kernelName: string, how: string): CompilationError {
  return cannotCompile(
    `uses the operation ${kernelName} of TensorFlow.js${how && ` ${how}`}, which cannot be compiled`,
    `Write it with other operations; or ${INTERPRET}.`,
  );
}
