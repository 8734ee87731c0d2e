import type { EngineInUse } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";

/** An engine of TensorFlow.js, and what the suite should know of it. */
export interface EngineUnderTest {
  /** The name that `tf.setBackend` takes. */
  readonly name: string;
  /** Makes it ready, as users do. Called several times; what it returns is undone by the suite. */
  ready(): Promise<EngineInUse>;
  /** Whether it can wait for a value. */
  readonly readsSynchronously: boolean;
  /**
   * Largest error of one operation, relative to the largest number of its result. float32 rounds by 6e-8: 1e-6 leaves room
   * for sums of a few dozen terms.
   */
  readonly tolerance: number;
  /**
   * The same of tanh, exp, pow and their like, where they are worse. Whole solutions, and their gradients, which are made of
   * them, are allowed ten times as much.
   */
  readonly functionTolerance?: number;
  /** Largest absolute error of sin and cos, where they are worse than that. */
  readonly sinTolerance?: number;
  /** Kernels that it replaces or adds, or some of them. */
  readonly brings?: ReadonlyArray<string>;
  /** The flag of TensorFlow.js that lets small tensors be computed on cpu instead. The suite switches it off. */
  readonly forwarding?: string;
  /** Whether the values of a computed tensor are where the engine computes. */
  onDevice?(tensor: Tensor): boolean;
  /** What the engine had to complain of since the last call, without throwing anything. */
  complaints?(): ReadonlyArray<string>;
  /** Makes it ready with an option that does not exist. */
  misuse?(): Promise<unknown>;
}
