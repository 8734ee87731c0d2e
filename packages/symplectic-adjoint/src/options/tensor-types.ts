import type { TensorModel } from "@symplectic-adjoint/backend-tfjs";
import type { Alike, Tree, WithLeaves } from "@symplectic-adjoint/core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { TimeKind, TimeOf } from "./options.js";

/** A state of tensors: one, a list, or a record, nested. */
export type TensorTree = Tree<Tensor>;

/** The same nesting, with tensors of any rank. */
export type AnyRank<Y> = WithLeaves<Tensor, Y>;

/** The state as passed to f: that of y0, including its ranks, but never variables. */
export type StateOf<Y> =
  Y extends Tensor<infer R>
    ? Tensor<R>
    : Y extends ReadonlyArray<infer E>
      ? number extends Y["length"]
        ? // biome-ignore lint/style/useConsistentArrayType: Array<T> would be expanded endlessly for a TensorTree.
          StateOf<E>[]
        : { -readonly [K in keyof Y]: StateOf<Y[K]> }
      : { [K in keyof Y]: StateOf<Y[K]> };

/**
 * f(t, y) for a state of type `Y`: time is a number, or a scalar tensor with the option `time: "tensor"`; the result has the structure of y, and is no promise. Or a layers
 * model, which is applied to y.
 */
export type OdeFunction<Y, T extends TimeKind = "number"> =
  | {
      // Declared as a method for bivariance, so that y may be declared with a rank that y0 does not specify.
      /** dy/dt at (t, y). */
      f(t: TimeOf<Scalar, T>, y: StateOf<Y>): Alike<Tensor, Y>;
    }["f"]
  | TensorModel;
