import type { Adjoint } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  type OdeOptions,
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
  oneCheckpoint,
  symplecticAdjoint,
} from "symplectic-adjoint";

type Leaves = Array<Tensor>;

/** One of the five functions, and the equivalent adjoint for `solve`. */
export interface Strategy {
  readonly name: string;
  /** Whether its gradient is that of the discrete solution. */
  readonly exact: boolean;
  integrate(
    func: (t: number, y: Leaves) => Leaves,
    y0: Leaves,
    t: Array<number>,
    options: OdeOptions<Tensor>,
  ): Leaves;
  adjoint(): Adjoint;
}

/** All five. */
export const strategies: ReadonlyArray<Strategy> = [
  {
    name: "odeintSymplecticAdjoint",
    exact: true,
    integrate: odeintSymplecticAdjoint,
    adjoint: symplecticAdjoint,
  },
  { name: "odeint", exact: true, integrate: odeint, adjoint: backpropagation },
  {
    name: "odeintOnecheckpoint",
    exact: true,
    integrate: odeintOnecheckpoint,
    adjoint: oneCheckpoint,
  },
  {
    name: "odeintCheckpoint",
    exact: true,
    integrate: odeintCheckpoint,
    adjoint: checkpointPerStep,
  },
  { name: "odeintAdjoint", exact: false, integrate: odeintAdjoint, adjoint: continuousAdjoint },
];

/** The four that differentiate the discrete solution. */
export const exactStrategies: ReadonlyArray<Strategy> = strategies.filter(({ exact }) => exact);
