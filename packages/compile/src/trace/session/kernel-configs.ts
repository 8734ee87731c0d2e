import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { Kernel, KernelCall, Kernels, Traced } from "../kernels/kernel.js";
import type { CurrentTrace } from "./current-trace.js";

/** The kernels of the backend that traces. TensorFlow.js refuses all others, with an error that names them. */
export function kernelConfigs(
  current: CurrentTrace,
  kernels: Kernels,
): ReadonlyArray<Pick<KernelConfig, "kernelName" | "kernelFunc">> {
  return Object.entries(kernels).map(([kernelName, kernel]) => ({
    kernelName,
    kernelFunc: kernelFunc(current, kernelName, kernel),
  }));
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
