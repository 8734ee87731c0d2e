import { InvalidArgumentError, isCallable } from "@symplectic-adjoint/core";
import { grad, sum, type Tensor } from "@tensorflow/tfjs-core";
import { hasFunctions } from "../checks/requirements.js";

/** An energy with its gradient, such as `energyNetwork` and `gridEnergy` make. */
export interface EnergyFunction {
  /** The energy of each row of y: [batch, n] → [batch]. */
  value(y: Tensor): Tensor;
  /** Its gradient for y, in the shape of y. */
  gradient(y: Tensor): Tensor;
}

/**
 * An energy: a function of y made of operations of TensorFlow.js, whose gradient is computed by `tf.grad`, or one with a
 * gradient of its own. Rows of y do not depend on one another; the function returns the energy of each row, or their sum.
 */
export type Energy = ((y: Tensor) => Tensor) | EnergyFunction;

/** y → ∂H/∂y. */
export function gradientOf(energy: Energy): (y: Tensor) => Tensor {
  if (typeof energy !== "function") return (y) => energy.gradient(y);
  return grad((y: Tensor) => sum(energy(y)));
}

/** @throws InvalidArgumentError if this is no energy. */
export function checkEnergy(energy: unknown): void {
  if (isCallable(energy) || hasFunctions(energy, ["value", "gradient"])) return;
  throw new InvalidArgumentError({
    argument: "energy",
    value: energy,
    problem: "must be a function of y, or an object with the functions value and gradient",
    remedy: "Write (y) => tf.sum(tf.square(y), 1), say, or energyNetwork({ inputs: 2 }).",
  });
}
