import {
  type Dynamics,
  type Linearization,
  type PassStatistics,
  type Problem,
  type State,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";

/** The parts of the state that the continuous adjoint integrates. */
export interface AugmentedState<A> {
  readonly y: State<A>;
  readonly lambda: State<A>;
  readonly theta: State<A>;
}

/** Splits the flat augmented state (y, λ, θ̄) into its parts. */
export function splitAugmented<A>(state: State<A>, leaves: number): AugmentedState<A> {
  return {
    y: state.slice(0, leaves),
    lambda: state.slice(leaves, 2 * leaves),
    theta: state.slice(2 * leaves),
  };
}

/**
 * The dynamics of the continuous adjoint,
 *
 *     y' = f(t, y),   λ' = −(∂f/∂y)ᵀ λ,   θ̄' = −(∂f/∂θ)ᵀ λ
 *
 * Each evaluation costs one recorded evaluation of f and one VJP. Chen, Rubanova, Bettencourt & Duvenaud, NeurIPS 2018
 * (arXiv 1806.07366).
 */
export function augmentedDynamics<A>(
  { backend, dynamics, y0 }: Pick<Problem<A>, "backend" | "dynamics" | "y0">,
  wrt: ReadonlyArray<number>,
  pass: PassStatistics,
): Dynamics<A> {
  const refuse = (): never => {
    throw new UnsupportedGradientError({
      argument: "continuousAdjoint",
      problem: "cannot be differentiated again",
      remedy: "Differentiate an exact adjoint's solution once, with odeintSymplecticAdjoint.",
    });
  };
  return {
    parameters: [],
    evaluate(t, state) {
      const { y, lambda } = splitAugmented(state, y0.length);
      // The VJP is linear in its cotangent: with −λ the results have the signs of λ' and θ̄'.
      const minusLambda = backend.linearCombination(undefined, -1, [1], [lambda]);
      pass.recorded++;
      pass.vjps++;
      const pulled = dynamics.pullback(t, y, minusLambda, wrt);
      return [...pulled.value, ...pulled.y, ...pulled.parameters];
    },
    record: (): Linearization<A> => refuse(),
    pullback: () => refuse(),
    watchParameters: () => () => undefined,
  };
}
