import type { Adjoint } from "@symplectic-adjoint/core";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "symplectic-adjoint";

/** The five gradient strategies, by the name of their function. */
export const strategies: {
  readonly odeint: Adjoint;
  readonly odeintOnecheckpoint: Adjoint;
  readonly odeintCheckpoint: Adjoint;
  readonly odeintSymplecticAdjoint: Adjoint;
  readonly odeintAdjoint: Adjoint;
} = {
  odeint: backpropagation(),
  odeintOnecheckpoint: oneCheckpoint(),
  odeintCheckpoint: checkpointPerStep(),
  odeintSymplecticAdjoint: symplecticAdjoint(),
  odeintAdjoint: continuousAdjoint(),
};

/** A name in {@link strategies}. */
export type StrategyName = keyof typeof strategies;
