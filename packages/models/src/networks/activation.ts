import { enumRequirement, type Requirement } from "@symplectic-adjoint/core";
import { cos, sigmoid, sin, softplus, square, sub, type Tensor, tanh } from "@tensorflow/tfjs-core";

/** An activation function of the networks of this package. All of them are smooth. */
export type ActivationName = "tanh" | "softplus" | "sin";

/** An activation function and its derivative. */
export interface Activation {
  value(x: Tensor): Tensor;
  /** The derivative at x, where the value is y; made of operations that can be differentiated again. */
  slope(x: Tensor, y: Tensor): Tensor;
}

export const activations: Readonly<Record<ActivationName, Activation>> = {
  tanh: { value: (x) => tanh(x), slope: (_x, y) => sub(1, square(y)) },
  softplus: { value: (x) => softplus(x), slope: (x) => sigmoid(x) },
  sin: { value: (x) => sin(x), slope: (x) => cos(x) },
};

/** The name of an activation function. */
export const activationRequirement: Requirement = enumRequirement(
  Object.keys(activations),
  'Write activation: "tanh", say, or leave it out.',
);
