import type { Odeint } from "@symplectic-adjoint/models";
import type * as tf from "@tensorflow/tfjs";

/** A right-hand side of any state. */
export type RightHandSide = (t: number, y: never) => tf.Tensor | Array<tf.Tensor>;

/**
 * The same function, which runs a compiled f as it is, operation by operation: where bytes and calls are counted, which are
 * those of TensorFlow.js. A plain function does not tell that the one it calls is compiled.
 */
export function interpreted(odeint: Odeint): Odeint {
  const solve = odeint as unknown as (f: RightHandSide, ...others: Array<unknown>) => unknown;
  const plain = (f: RightHandSide, ...others: Array<unknown>) =>
    solve((t, y) => f(t, y), ...others);
  return plain as unknown as Odeint;
}
