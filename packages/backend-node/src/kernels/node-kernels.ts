import type { EngineEquipment } from "@symplectic-adjoint/backend-tfjs";
import {
  getKernel,
  type KernelFunc,
  type NamedTensorInfoMap,
  Reshape,
  Sum,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import type { NativeOps } from "../native-ops.js";

/** Kernel inputs, and a backend with reference-counted buffers. */
interface Call {
  readonly inputs: NamedTensorInfoMap;
  readonly backend: unknown;
  readonly attrs?: object | undefined;
}

/** Kernels with fewer calls into libtensorflow than tfjs-node's, and gradients that are a single op. */
export function nodeKernels(ops: NativeOps): NonNullable<EngineEquipment["kernels"]> {
  const gradient =
    (name: string, first: string, second: string): KernelFunc =>
    ({ inputs }) =>
      ops.run(name, [inputs[first] as TensorInfo, inputs[second] as TensorInfo]);
  return [
    { kernelName: "TanhGrad", kernelFunc: gradient("TanhGrad", "y", "dy") },
    { kernelName: "SigmoidGrad", kernelFunc: gradient("SigmoidGrad", "y", "dy") },
    { kernelName: "ReluGrad", kernelFunc: gradient("ReluGrad", "dy", "x") },
    { kernelName: "SoftplusGrad", kernelFunc: gradient("SoftplusGrad", "dy", "x") },
    { kernelName: Reshape, kernelFunc: sharingReshape() },
    { kernelName: Sum, kernelFunc: sumWithKeptAxes(ops) },
  ];
}

/** A reshape to the same shape is a second handle of the buffer; tfjs-node creates a constant and calls an op. */
function sharingReshape(): KernelFunc {
  const stock = stockKernel(Reshape);
  return (call) => {
    const { inputs, backend, attrs } = call as Call;
    const x = inputs.x as TensorInfo;
    const { shape } = attrs as { readonly shape: ReadonlyArray<number> };
    if (!util.arraysEqual([...shape], x.shape)) return stock(call);
    (backend as { incRef(dataId: object): void }).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
}

/** The list of axes is an input of the operation: tfjs-node uploads it on every call. */
function sumWithKeptAxes(ops: NativeOps): KernelFunc {
  const stock = stockKernel(Sum);
  return (call) => {
    const { inputs, attrs } = call as Call;
    const x = inputs.x as TensorInfo;
    if (x.dtype !== "float32") return stock(call);
    const { axis, keepDims } = attrs as {
      readonly axis: number | Array<number>;
      readonly keepDims: boolean;
    };
    return ops.sum(x, ops.axes(util.parseAxisParam(axis, x.shape)), keepDims === true);
  };
}

function stockKernel(name: string): KernelFunc {
  return getKernel(name, "tensorflow").kernelFunc;
}
