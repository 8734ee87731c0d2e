import { checkOptions, InvalidStateError, must, type OptionTable } from "@symplectic-adjoint/core";
import { concat, mul, neg, slice, sub, Tensor } from "@tensorflow/tfjs-core";
import { checkEnergy, type Energy, gradientOf } from "./energy.js";

/** Options of {@link hamiltonian}. */
export interface HamiltonianOptions {
  /**
   * Friction γ: p' = −∂H/∂q − γ ∂H/∂p. A number, or a scalar or [n] tensor, such as a variable to train. Default: none; the
   * energy then is constant along solutions.
   */
  readonly friction?: number | Tensor | undefined;
}

const table: OptionTable = {
  friction: must(
    isFriction,
    "must be a finite number, or a float32 tensor of rank 0 or 1",
    "Write friction: 0.1, say, or leave it out.",
  ),
} satisfies Record<keyof HamiltonianOptions, unknown>;

/**
 * The motion of a Hamiltonian system, for the five functions: y = (q, p), positions and momenta along the last axis, moves by
 *
 *     q' = ∂H/∂p,   p' = −∂H/∂q − γ ∂H/∂p.
 *
 * With a network as H this is a Hamiltonian neural network (Greydanus, Dzamba & Yosinski, NeurIPS 2019, arXiv 1906.01563);
 * with friction a dissipative one.
 *
 * A function H is differentiated by `tf.grad`: one evaluation and one backward pass for each evaluation. Inside a solve of
 * this library the gradient of the solution then contains exact second derivatives, also for tanh and sigmoid, which
 * TensorFlow.js alone gets wrong. An H with a `gradient` of its own, as from `energyNetwork`, needs no backward pass.
 *
 * Small networks are several times faster as `compiled(hamiltonian(energy))`, of `@symplectic-adjoint/compile`.
 *
 * @param energy H(y): y has the shape [batch, 2n], or [2n].
 * @throws InvalidStateError, when solved, if the last axis of y is of odd length.
 * @example
 * const pendulum = hamiltonian((y) => {
 *   const [q, p] = tf.split(y, 2, -1);
 *   return tf.sub(tf.mul(tf.square(p), 0.5), tf.cos(q));
 * });
 * const ys = odeintSymplecticAdjoint(pendulum, tf.tensor2d([[1, 0]]), [0, 1, 2]);
 */
export function hamiltonian(
  energy: Energy,
  options: HamiltonianOptions = {},
): (t: number, y: Tensor) => Tensor {
  checkEnergy(energy);
  checkOptions("hamiltonian", options, table);
  const { friction } = options;
  const gradient = gradientOf(energy);
  return (_t, y) => {
    const n = halfOf(y);
    const slope = gradient(y);
    const velocity = lastAxisPart(slope, n, n);
    const force = neg(lastAxisPart(slope, 0, n));
    const total = friction === undefined ? force : sub(force, mul(velocity, friction));
    return concat([velocity, total], -1);
  };
}

function lastAxisPart(x: Tensor, from: number, length: number): Tensor {
  const outer = x.shape.slice(0, -1);
  return slice(x, [...outer.map(() => 0), from], [...outer, length]);
}

function halfOf(y: Tensor): number {
  const last = y.shape.at(-1);
  if (last !== undefined && last > 0 && last % 2 === 0) return last / 2;
  throw new InvalidStateError({
    argument: "y0",
    value: y,
    problem: "must have positions and as many momenta along its last axis",
    remedy: "Write tf.tensor2d([[q, p]]), say: a last axis of even length.",
  });
}

function isFriction(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return (
    value instanceof Tensor && !value.isDisposed && value.dtype === "float32" && value.rank <= 1
  );
}
