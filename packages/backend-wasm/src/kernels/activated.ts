import {
  getKernel,
  LeakyRelu,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  Prelu,
  Relu6,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { addressOf, type WasmModule } from "../module/wasm-module.js";

/**
 * The activation of a fused operation: in place where it is one of ours, else by the kernel of TensorFlow.js, whose result
 * takes the place of `out`.
 *
 * @param inputs, attrs Of the fused operation, which hold what an activation needs.
 */
export function activated(
  module: WasmModule,
  out: TensorInfo,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
): TensorInfo {
  const { relu, sigmoid, elu } = module.exports;
  const activation = attrs.activation as string;
  const inPlace = { relu, sigmoid, elu }[activation];
  if (inPlace !== undefined) {
    const at = addressOf(module, out);
    inPlace(at, at, util.sizeFromShape(out.shape));
    return out;
  }
  const weights = inputs.preluActivationWeights as TensorInfo;
  const byKernel = {
    relu6: [Relu6, { x: out }],
    leakyrelu: [LeakyRelu, { x: out }],
    prelu: [Prelu, { x: out, alpha: weights }],
  } as const;
  const kernel = byKernel[activation as keyof typeof byKernel];
  if (kernel === undefined) return out;
  const [name, given] = kernel;
  const { backend } = module;
  const call = { inputs: given, attrs: { alpha: attrs.leakyreluAlpha as number }, backend };
  try {
    return getKernel(name, "wasm").kernelFunc(call) as TensorInfo;
  } finally {
    backend.disposeData(out.dataId);
  }
}
