import { SecondDerivativeError, type State, type UserTape } from "@symplectic-adjoint/core";

/** Records gradients computed under an active tape as non-differentiable, rather than as constants. */
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
