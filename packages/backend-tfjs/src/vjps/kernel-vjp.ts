import type { NamedAttrMap, NamedTensorMap, Tensor, TensorInfo } from "@tensorflow/tfjs-core";

/** The part of a recorded operation that its VJP needs. */
export interface Recorded {
  /** The inputs' shapes are known; the tensors themselves may be disposed of. */
  readonly inputs: NamedTensorMap;
  /** Buffers, in the order of the registered gradient's arguments; undefined if not needed. */
  readonly saved: ReadonlyArray<TensorInfo | undefined>;
  readonly attrs: NamedAttrMap | undefined;
}

/** An example of an operation, used to compare two gradients. */
export interface Probe {
  readonly inputs: Readonly<Record<string, ReadonlyArray<number>>>;
  readonly output: ReadonlyArray<number>;
  readonly attrs?: NamedAttrMap;
}

/**
 * The vector–Jacobian product (VJP) of one kernel, computed with kernels: the same operations as TensorFlow.js'
 * registered gradient, without the overhead of ops and without no-op operations.
 */
export interface KernelVjp {
  readonly kernelName: string;
  /** Indices of the saved buffers that the cotangent of each input needs. */
  readonly needs: Readonly<Record<string, ReadonlyArray<number>>>;
  /** The cotangent of an input from that of the output: a new tensor, or `dy` itself. */
  pull(dy: Tensor, input: string, recorded: Recorded): Tensor;
  /** A fused kernel for it, if the engine has one: its inputs are dy and, under this name, the saved buffer. */
  readonly fused?: { readonly kernelName: string; readonly input: "x" | "y" };
  readonly probes: ReadonlyArray<Probe>;
}
