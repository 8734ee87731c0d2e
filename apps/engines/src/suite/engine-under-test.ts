import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";

/** An engine of TensorFlow.js, with the options of the suite. */
export interface EngineUnderTest {
  /** The name that `tf.setBackend` takes. */
  readonly name: string;
  /** Activates it, as users do. Called several times; the suite undoes the returned handle. */
  ready(): Promise<EngineInUse>;
  /** Whether it supports synchronous reads. */
  readonly readsSynchronously: boolean;
  /**
   * Largest error of one operation, relative to the largest number of its result. float32 rounds by 6e-8: 1e-6 leaves room
   * for sums of a few dozen terms.
   */
  readonly tolerance: number;
  /**
   * The same for tanh, exp, pow and similar, if they are less accurate. Whole solutions and their gradients are allowed
   * ten times as much.
   */
  readonly functionTolerance?: number;
  /** Largest absolute error of sin and cos, if it exceeds that. */
  readonly sinTolerance?: number;
  /** Kernels that it replaces or adds, or some of them. */
  readonly brings?: ReadonlyArray<string>;
  /** The flag of TensorFlow.js that forwards small tensors to cpu. The suite switches it off. */
  readonly forwarding?: string;
  /** Whether the values of a computed tensor are on the engine's device. */
  onDevice?(tensor: Tensor): boolean;
  /** Errors that the engine has reported since the last call without throwing. */
  complaints?(): ReadonlyArray<string>;
  /** Activates it with an unknown option. */
  misuse?(): Promise<unknown>;
}
