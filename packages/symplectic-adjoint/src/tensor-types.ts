import type { TensorModel } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A state of tensors: one, a list, or a record, nested. */
export type TensorTree =
  | Tensor
  | ReadonlyArray<TensorTree>
  | { readonly [key: string]: TensorTree };

/** The same nesting, with tensors of any rank. */
export type AnyRank<Y> = Y extends Tensor ? Tensor : { [K in keyof Y]: AnyRank<Y[K]> };

/**
 * f(t, y) for a state of type `Y`: time is a number, the result has the structure of y. Or a layers model, which is
 * applied to y.
 */
export type OdeFunction<Y> =
  | {
      // As a method its parameter is compared both ways, so that y may be declared with its own rank.
      /** dy/dt at (t, y). */
      f(t: number, y: AnyRank<Y>): AnyRank<Y>;
    }["f"]
  | TensorModel;
