import type { HostArray, Shape } from "../host/host-array.js";

/** A tensor that a program starts from: a leaf of the state, or a weight. */
export interface Given {
  readonly shape: Shape;
  /** float32 holds them exactly. */
  readonly numbers: ReadonlyArray<number>;
}

/** A weight, and how the source refers to it. */
export interface Weight extends Given {
  readonly name: string;
  readonly reference: string;
}

/** A random f(t, y; θ), as source for TensorFlow.js and on the host. */
export interface Program {
  readonly state: ReadonlyArray<Given>;
  /** Those that f reads. */
  readonly weights: ReadonlyArray<Weight>;
  /** JavaScript that makes the weights, the layers, `f` and the state `start`. */
  readonly source: string;
  /** The operations of TensorFlow.js that it calls, as often as it does. */
  readonly operations: ReadonlyArray<string>;
  /** Whether f takes gradients itself. */
  readonly nested: boolean;
  /** How to take the gradient; any numbers. */
  readonly ways: ReadonlyArray<number>;
  /** f on the host. */
  evaluate(
    t: number,
    y: ReadonlyArray<HostArray>,
    weights: ReadonlyArray<HostArray>,
  ): ReadonlyArray<HostArray>;
}
