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
 * Applies the activation of a fused operation: in place if implemented here, else with the TensorFlow.js kernel, whose
 * result replaces `out`.
 *
 * @param inputs, attrs Inputs and attributes of the fused operation.
 */
export function applyActivation(
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
