import type { Odeint } from "@symplectic-adjoint/models";
import type * as tf from "@tensorflow/tfjs";

/** A loss on one batch, to be differentiated by each of the five functions. */
export interface Problem {
  readonly variables: ReadonlyArray<tf.Variable>;
  /** Whether f is compiled. Where calls or bytes are counted, and for comparison, it is interpreted all the same. */
  readonly compiles: boolean;
  /** The same number at every call, up to rounding. */
  loss(odeint: Odeint): tf.Scalar;
}

/** How many steps a solve takes: as the tolerance demands, or a fixed number in each interval. */
export interface SizedProblem {
  /** The problem with a batch of `rows`, every solve of which takes `steps` equal steps; disposed of by the caller. */
  sized(rows: number, steps: number): Problem & { dispose(): void };
  /** The number of solves in a loss: the blocks of a flow, otherwise 1. */
  readonly solves: number;
}
