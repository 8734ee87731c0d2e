import type { NamedAttrMap, NamedTensorMap, Tensor, TensorInfo } from "@tensorflow/tfjs-core";

/** One recorded operation, as far as its vector-Jacobian product is concerned. */
export interface Recorded {
  /** The inputs' shapes are known; the tensors themselves may be disposed of. */
  readonly inputs: NamedTensorMap;
  /** Buffers, in the order in which the registered gradient wants them; only those that are needed. */
  readonly saved: ReadonlyArray<TensorInfo | undefined>;
  readonly attrs: NamedAttrMap | undefined;
}

/** An example of an operation, on which two gradients are compared. */
export interface Probe {
  readonly inputs: Readonly<Record<string, ReadonlyArray<number>>>;
  readonly output: ReadonlyArray<number>;
  readonly attrs?: NamedAttrMap;
}

/**
 * The vector-Jacobian product of one kernel by kernels: what TensorFlow.js' registered gradient computes, operation for
 * operation, without what an op costs beside its kernel, and without operations that change nothing.
 */
export interface KernelVjp {
  readonly kernelName: string;
  /** Which of the saved buffers the cotangent of an input needs, by their indices. */
  readonly needs: Readonly<Record<string, ReadonlyArray<number>>>;
  /** The cotangent of an input from that of the output: a new tensor, or `dy` itself. */
  pull(dy: Tensor, input: string, recorded: Recorded): Tensor;
  /** A kernel that does it at once, where the engine has it: {dy, and the saved buffer under this name}. */
  readonly fused?: { readonly kernelName: string; readonly input: "x" | "y" };
  readonly probes: ReadonlyArray<Probe>;
}
