import { MissingGradientError, OdeError } from "@symplectic-adjoint/core";
import { Add, getGradient, Identity, Multiply } from "@tensorflow/tfjs-core";

/** An operation of f has no gradient, or the engine none at all. */
export function missingGradient(kernelName: string): MissingGradientError {
  const none = [Add, Identity, Multiply].every((name) => getGradient(name) == null);
  return new MissingGradientError({
    argument: `The operation ${kernelName} in f`,
    problem: none
      ? "has no gradient, and neither has any other: @tensorflow/tfjs-core alone registers none in Node"
      : "has no gradient in TensorFlow.js",
    remedy: none
      ? "Add import '@tensorflow/tfjs', which registers them all."
      : "Add import '@tensorflow/tfjs' if it is missing, write f with other operations, or register one with tf.registerGradient.",
  });
}

const MISSING_KERNEL = /^Kernel '(.+?)' not registered for backend '(.+?)'/;

/** The calls that add kernels to an engine that TensorFlow.js ships without them, and which. */
const BROUGHT: Readonly<
  Record<string, { readonly call: string; readonly kernels: ReadonlyArray<string> }>
> = {
  wasm: {
    call: "await useWasm(), of @symplectic-adjoint/backend-wasm",
    kernels: [
      "Conv2DBackpropFilter",
      "DepthwiseConv2dNativeBackpropFilter",
      "DepthwiseConv2dNativeBackpropInput",
      "Einsum",
      "UnsortedSegmentSum",
    ],
  },
};

/** Explains an error caused by a missing kernel; returns other errors unchanged. */
export function explainGradientFailure(error: unknown, kernelName: string): unknown {
  if (error instanceof OdeError || !(error instanceof Error)) return error;
  const [, kernel, backend] = MISSING_KERNEL.exec(error.message) ?? [];
  if (kernel === undefined || backend === undefined) return error;
  const { call, kernels = [] } = BROUGHT[backend] ?? {};
  const otherwise = "write f with other operations, or choose another backend with tf.setBackend";
  return new MissingGradientError({
    argument: `The gradient of the operation ${kernelName} in f`,
    problem: `needs the kernel ${kernel}, which the backend '${backend}' does not have`,
    remedy: kernels.includes(kernel)
      ? `Write ${call}, once before you solve: it brings this kernel. Or ${otherwise}.`
      : `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}.`,
    cause: error,
  });
}
