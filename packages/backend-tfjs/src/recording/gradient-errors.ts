import { MissingGradientError, OdeError } from "@symplectic-adjoint/core";
import { Add, getGradient, Identity, Multiply } from "@tensorflow/tfjs-core";

/**
 * The error for an operation of f without a gradient, or for an engine without any.
 *
 * @param name Name of the function, if it is another one than f.
 */
export function missingGradient(kernelName: string, name = "f"): MissingGradientError {
  const none = [Add, Identity, Multiply].every((name) => getGradient(name) == null);
  return new MissingGradientError({
    argument: `The operation ${kernelName} in ${name}`,
    problem: none
      ? "has no gradient: @tensorflow/tfjs-core alone registers no gradients in Node"
      : "has no gradient in TensorFlow.js",
    remedy: none
      ? "Add import '@tensorflow/tfjs', which registers all gradients."
      : `Add import '@tensorflow/tfjs' if it is missing, write ${name} with other operations, or register one with tf.registerGradient.`,
  });
}

const MISSING_KERNEL = /^Kernel '(.+?)' not registered for backend '(.+?)'/;

/** The calls that register kernels missing from an engine, and the names of these kernels. */
const PROVIDED_KERNELS: Readonly<
  Record<string, { readonly call: string; readonly kernels: ReadonlyArray<string> }>
> = {
  wasm: {
    call: "await useWasm() of @symplectic-adjoint/backend-wasm",
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
  const { call, kernels = [] } = PROVIDED_KERNELS[backend] ?? {};
  const otherwise = "write f with other operations, or choose another backend with tf.setBackend";
  return new MissingGradientError({
    argument: `The gradient of the operation ${kernelName} in f`,
    problem: `needs the kernel ${kernel}, which the backend '${backend}' does not have`,
    remedy: kernels.includes(kernel)
      ? `Call ${call} once before solving: it provides this kernel. Otherwise ${otherwise}.`
      : `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}.`,
    cause: error,
  });
}
