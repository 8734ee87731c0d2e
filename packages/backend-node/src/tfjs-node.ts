import type { KernelBackend, Tensor, TensorInfo } from "@tensorflow/tfjs-core";

/** The used part of the module `@tensorflow/tfjs-node`, or `-gpu`. */
export interface TfjsNode {
  /** Additions to the API of `@tensorflow/tfjs`. */
  readonly node: object;
  /** Versions of the packages; `"tfjs-node"` is its own. */
  readonly version: Readonly<Record<string, string>>;
  /** The constructor of its tensors, used to detect a second copy of the core. */
  readonly Tensor: unknown;
}

/** One attribute of an operation of TensorFlow. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/**
 * The used part of the backend that tfjs-node registers. The package's own types require those of the native binding.
 */
export interface NodeBackend extends KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<
    Record<"TF_ATTR_INT" | "TF_ATTR_BOOL" | "TF_ATTR_TYPE" | "TF_FLOAT" | "TF_INT32", number>
  >;
  /** One call into libtensorflow. The tensor is registered with the engine's scopes. */
  executeSingleOutput(
    name: string,
    attributes: ReadonlyArray<Attribute>,
    inputs: ReadonlyArray<TensorInfo>,
  ): Tensor;
}
