import {
  checkOptions,
  checkValue,
  functionRequirement,
  must,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import { grad, mul, reshape, type Scalar, square, sum, Tensor } from "@tensorflow/tfjs-core";

/** y, and ∫‖f‖² dt [batch, 1]; with noise also ∫‖εᵀ ∂f/∂y‖² dt [batch, 1]. */
export type PenalisedState =
  | [y: Tensor, kinetic: Tensor]
  | [y: Tensor, kinetic: Tensor, jacobian: Tensor];

/** Options of {@link withPenalties}. */
export interface PenaltyOptions {
  /**
   * Vectors ε in the shape of y, drawn once for each solve, outside of f: standard normal, or ±1. The mean of ‖εᵀ ∂f/∂y‖² is
   * the squared Frobenius norm. Default: without this penalty.
   */
  readonly noise?: Tensor | undefined;
}

const table: OptionTable = {
  noise: must(
    (value) => value instanceof Tensor && !value.isDisposed && value.dtype === "float32",
    "must be a float32 tensor",
    "Write noise: tf.randomNormal(y0.shape), or leave it out.",
  ),
} satisfies Record<keyof PenaltyOptions, unknown>;

/**
 * Any f(t, y) with penalties that make its solutions easier to compute: the kinetic energy ∫‖f‖² dt, and, with noise, the
 * Frobenius norm of the Jacobian, ∫‖εᵀ ∂f/∂y‖² dt (Finlay, Jacobsen, Nurbekyan & Oberman, ICML 2020, arXiv 2002.02798).
 * Begin them with zeros and add their ends, with weights, to the loss.
 *
 * The kinetic energy costs nothing more than a sum, the other one an evaluation of f and a backward pass, by `tf.grad`. Flows
 * have both in `cnf`, without `tf.grad`. List `parameters` in the options of the solve: otherwise the noise would be
 * differentiated too.
 *
 * To compile it, with `@symplectic-adjoint/compile`, the noise is an argument:
 * `compiled((t, y, noise: tf.Tensor) => withPenalties(f, { noise })(t, y)).with(noise)`.
 *
 * @param f Of y' = f(t, y), for one tensor y of the shape [batch, …], whose rows do not depend on one another.
 * @example
 * const f = withPenalties((t, y) => tf.tanh(tf.matMul(y, w)));
 * const [ys, energies] = odeintSymplecticAdjoint(f, [y0, tf.zeros([16, 1])], [0, 1]);
 */
export function withPenalties<T extends number | Scalar = number>(
  f: (t: T, y: Tensor) => Tensor,
  options: PenaltyOptions = {},
): <State extends PenalisedState>(t: T, state: State) => State {
  checkValue("f", f, required(functionRequirement("Write withPenalties((t, y) => tf.tanh(y)).")));
  checkOptions("withPenalties", options, table);
  const { noise } = options;
  return <State extends PenalisedState>(t: T, [y]: State) => {
    const value = f(t, y);
    const rates = [value, squaredRows(value)];
    if (noise !== undefined)
      rates.push(squaredRows(grad((at: Tensor) => sum(mul(f(t, at), noise)))(y)));
    return rates as State;
  };
}

/** Σ x² for each row, shape [batch, 1]. */
function squaredRows(x: Tensor): Tensor {
  return sum(square(reshape(x, [x.shape[0] as number, -1])), 1, true);
}
