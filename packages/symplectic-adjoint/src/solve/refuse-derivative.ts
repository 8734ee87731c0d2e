import { SecondDerivativeError, type State, type UserTape } from "@symplectic-adjoint/core";

/** Puts gradients that were taken while a tape records on it, as something that cannot be differentiated: not a constant. */
export function refuseDerivative<A>(
  tape: UserTape<A>,
  inputs: State<A>,
  gradients: State<A>,
): void {
  tape.join({
    name: "OdeGradient",
    inputs,
    outputs: gradients,
    pullback() {
      throw new SecondDerivativeError({
        argument: "The result of pullback",
        problem: "was differentiated, which the gradient methods of this library do not support",
        remedy:
          "Call pullback outside of tf.grads, or write the solver's steps with TensorFlow.js operations.",
      });
    },
    release() {},
  });
}
