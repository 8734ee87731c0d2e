import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { Kernel, KernelCall, Kernels, Traced } from "../kernels/kernel.js";
import { unsupportedOperation } from "../unsupported.js";
import type { CurrentTrace } from "./current-trace.js";

/**
 * Names of kernels that this library registers on some engines and calls only where they are: fused derivatives. Without
 * them the same is composed of kernels that every engine has.
 */
const OPTIONAL: ReadonlySet<string> = new Set([
  "ReluGrad",
  "SigmoidGrad",
  "SoftplusGrad",
  "TanhGrad",
]);

/**
 * The kernels of the backend that traces: those that are supported, and for every other one that the engine in use has, an
 * error that names it.
 */
export function kernelConfigs(
  current: CurrentTrace,
  kernels: Kernels,
  namesInUse: ReadonlyArray<string>,
): ReadonlyArray<Pick<KernelConfig, "kernelName" | "kernelFunc">> {
  const others = namesInUse.filter((name) => !Object.hasOwn(kernels, name) && !OPTIONAL.has(name));
  return [
    ...Object.entries(kernels).map(([kernelName, kernel]) => ({
      kernelName,
      kernelFunc: kernelFunc(current, kernelName, kernel),
    })),
    ...others.map((kernelName) => ({
      kernelName,
      kernelFunc: () => {
        throw unsupportedOperation(kernelName);
      },
    })),
  ];
}

function kernelFunc(current: CurrentTrace, name: string, kernel: Kernel): KernelFunc {
  return ({ inputs, attrs }) => {
    const out = kernel(callOf(current, name, inputs, attrs));
    return Array.isArray(out)
      ? out.map((traced: Traced) => current.infoOf(traced))
      : current.infoOf(out as Traced);
  };
}

function callOf(
  current: CurrentTrace,
  name: string,
  given: Readonly<Record<string, TensorInfo | undefined | null>>,
  attrs: NamedAttrMap | undefined,
): KernelCall {
  const inputs: Record<string, Traced> = {};
  for (const key in given) {
    const info = given[key];
    if (info != null) inputs[key] = current.tracedOf(info);
  }
  return {
    g: current.graph,
    attrs: attrs ?? {},
    inputs,
    list: Object.values(inputs),
    input: (key) => inputs[key] as Traced,
    valuesOf: (x, what) => current.valuesOf(x, `${what} of ${name}`),
  };
}
