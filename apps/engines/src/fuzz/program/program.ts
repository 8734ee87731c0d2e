import type { HostArray, Shape } from "../host/host-array.js";

/** An input tensor of a program: a leaf of the state, or a weight. */
export interface Given {
  readonly shape: Shape;
  /** float32 holds them exactly. */
  readonly numbers: ReadonlyArray<number>;
}

/** A weight, with its expression in the source. */
export interface Weight extends Given {
  readonly name: string;
  readonly reference: string;
}

/** A random f(t, y; θ), as source for TensorFlow.js and on the host. */
export interface Program {
  readonly state: ReadonlyArray<Given>;
  /** The weights that f reads. */
  readonly weights: ReadonlyArray<Weight>;
  /** JavaScript that creates the weights, the layers, `f` and the state `start`. */
  readonly source: string;
  /** The operations of TensorFlow.js that it calls, once per call. */
  readonly operations: ReadonlyArray<string>;
  /** Whether f computes gradients. */
  readonly nested: boolean;
  /** Choices of the ways to compute the gradient; any numbers. */
  readonly ways: ReadonlyArray<number>;
  /** f on the host. */
  evaluate(
    t: number,
    y: ReadonlyArray<HostArray>,
    weights: ReadonlyArray<HostArray>,
  ): ReadonlyArray<HostArray>;
}
