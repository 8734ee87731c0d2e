import * as tf from "@tensorflow/tfjs";
import { disposeAbandonedTape } from "symplectic-adjoint";
import { sizeOf } from "../host/host-array.js";
import type { Program } from "../program/program.js";
import { cotangentAt } from "./expected.js";

/** The results as tensors; null for a missing gradient, which is zero. */
export interface Found {
  /** The states at both times. */
  readonly ys: ReadonlyArray<tf.Tensor>;
  readonly gradients: ReadonlyArray<tf.Tensor | null>;
}

/** The loss Σ cotangent · ys, differentiated by `tf.grads`. The caller owns the tensors. */
export function onTape(
  program: Program,
  inputs: ReadonlyArray<tf.Tensor>,
  integrate: () => ReadonlyArray<tf.Tensor>,
): Found {
  let ys: ReadonlyArray<tf.Tensor> = [];
  try {
    const gradients = tf.tidy(() => {
      const weights = cotangentsOf(program);
      const loss = (): tf.Scalar => {
        ys = integrate();
        for (const leaf of ys) tf.keep(leaf);
        const terms = ys.map((leaf, i) => tf.sum(tf.mul(leaf, weights[i] as tf.Tensor)));
        return tf.addN(terms) as tf.Scalar;
      };
      const { grads } = tf.engine().gradients(loss, [...inputs], undefined, true);
      return grads.map((gradient) => gradient ?? null);
    });
    return { ys, gradients };
  } catch (error) {
    disposeAbandonedTape();
    tf.dispose([...ys]);
    throw error;
  }
}

/** Two rows for each leaf, in the order of the host. */
export function cotangentsOf({ state }: Program): Array<tf.Tensor> {
  let position = 0;
  return state.map(({ shape }) => {
    const size = sizeOf(shape);
    const row = (shift: number): Array<number> =>
      Array.from({ length: size }, (_, i) => cotangentAt(position + i + shift));
    const numbers = [...row(0), ...row(1)];
    position += size;
    return tf.tensor(numbers, [2, ...shape]);
  });
}
