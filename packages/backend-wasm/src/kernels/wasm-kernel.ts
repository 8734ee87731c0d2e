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

/** A kernel as it is registered, but for the engine's name. */
export type WasmKernel = Omit<KernelConfig, "backendName">;

/** What TensorFlow.js computes with, in our words: inputs and attributes of an operation, to one new array or several. */
export type Compute = (
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
) => TensorInfo | Array<TensorInfo>;

/**
 * A kernel in the place of TensorFlow.js' own.
 *
 * @param compute Makes our function, given theirs, to which it may leave what it does not do itself.
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
    // A backend that is registered again sets up the kernels that it finds, and theirs will be put back.
    ...(before?.setupFunc !== undefined && { setupFunc: before.setupFunc }),
    ...(before?.disposeFunc !== undefined && { disposeFunc: before.disposeFunc }),
    kernelFunc: (call) =>
      // The memory of another backend, one registered after us, is not ours.
      call.backend === backend ? ours(call.inputs, call.attrs ?? NONE) : theirs(call),
  };
}

const NONE: NamedAttrMap = Object.freeze({});

function refusal(kernelName: string): KernelFunc {
  return () => {
    throw new InvalidDynamicsError({
      argument: `The operation ${kernelName}`,
      problem: "is not one that TensorFlow.js' wasm has for these inputs",
      remedy: "Give it float32 tensors, with channels last; or use another engine.",
    });
  };
}

/** Whether all of these are float32. */
export function areFloats(...tensors: ReadonlyArray<TensorInfo>): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}
