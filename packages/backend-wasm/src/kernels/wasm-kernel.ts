import { InvalidDynamicsError } from "@symplectic-adjoint/core";
import {
  getKernel,
  type KernelConfig,
  type KernelFunc,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { WasmModule } from "../module/wasm-module.js";

/** A kernel configuration without the engine's name. */
export type WasmKernel = Omit<KernelConfig, "backendName">;

/** A typed kernel function: from inputs and attributes of an operation to one or several new arrays. */
export type Compute = (
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
) => TensorInfo | Array<TensorInfo>;

/**
 * A replacement for a TensorFlow.js kernel.
 *
 * @param compute Creates the function from the original kernel, to which it may fall back.
 */
export function wasmKernel(
  module: WasmModule,
  kernelName: string,
  compute: (stock: Compute) => Compute,
): WasmKernel {
  const before = getKernel(kernelName, "wasm") as KernelConfig | undefined;
  const theirs = before?.kernelFunc ?? refusal(kernelName);
  const { backend } = module;
  const ours = compute((inputs, attrs) => theirs({ inputs, attrs, backend }));
  return {
    kernelName,
    // A backend registered again runs the setup of the kernels that it finds; the original ones are restored later.
    ...(before?.setupFunc !== undefined && { setupFunc: before.setupFunc }),
    ...(before?.disposeFunc !== undefined && { disposeFunc: before.disposeFunc }),
    kernelFunc: (call) =>
      // Do not use the memory of a backend registered later.
      call.backend === backend ? ours(call.inputs, call.attrs ?? NONE) : theirs(call),
  };
}

const NONE: NamedAttrMap = Object.freeze({});

function refusal(kernelName: string): KernelFunc {
  return () => {
    throw new InvalidDynamicsError({
      argument: `The operation ${kernelName}`,
      problem: "does not support these inputs on TensorFlow.js' wasm",
      remedy: "Pass float32 tensors, with channels last; or use another engine.",
    });
  };
}

/** Whether all of these are float32. */
export function areFloats(...tensors: ReadonlyArray<TensorInfo>): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}
