import type { KernelBackend, Tensor, TensorInfo } from "@tensorflow/tfjs-core";

/** As much of the module `@tensorflow/tfjs-node`, or `-gpu`, as is used here. */
export interface TfjsNode {
  /** What the package has besides the API of `@tensorflow/tfjs`. */
  readonly node: object;
  /** Versions of the packages; `"tfjs-node"` is its own. */
  readonly version: Readonly<Record<string, string>>;
  /** The constructor of its tensors, by which a second copy of the core is known. */
  readonly Tensor: unknown;
}

/** One attribute of an operation of TensorFlow. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** As much of the backend that tfjs-node registers as is used here. Its own types need the native binding's. */
export interface NodeBackend extends KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<
    Record<"TF_ATTR_INT" | "TF_ATTR_BOOL" | "TF_ATTR_TYPE" | "TF_FLOAT" | "TF_INT32", number>
  >;
  /** One call into the library. The tensor is known to the engine's scopes. */
  executeSingleOutput(
    name: string,
    attributes: ReadonlyArray<Attribute>,
    inputs: ReadonlyArray<TensorInfo>,
  ): Tensor;
}
