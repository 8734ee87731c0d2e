import type { Adjoint } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  type AnyRank,
  type AsyncOptions,
  backpropagation,
  checkpointPerStep,
  continuousAdjoint,
  type OdeFunction,
  type OdeOptions,
  odeint,
  odeintAdjoint,
  odeintAdjointAsync,
  odeintAsync,
  odeintCheckpoint,
  odeintCheckpointAsync,
  odeintOnecheckpoint,
  odeintOnecheckpointAsync,
  odeintSymplecticAdjoint,
  odeintSymplecticAdjointAsync,
  oneCheckpoint,
  type Solution,
  symplecticAdjoint,
  type TensorTree,
  type Times,
} from "../../../src/index.js";

/** One of the five functions, with its twin and the value that makes `solve` do the same. */
export interface Strategy {
  readonly name: string;
  readonly exact: boolean;
  integrate<Y extends TensorTree>(
    func: OdeFunction<NoInfer<Y>>,
    y0: Y,
    t: Times<Tensor>,
    options?: OdeOptions<Tensor>,
  ): AnyRank<Y>;
  integrateAsync<Y extends TensorTree>(
    func: OdeFunction<NoInfer<Y>>,
    y0: Y,
    t: Times<Tensor>,
    options?: OdeOptions<Tensor> & AsyncOptions,
  ): Promise<Solution<Tensor, AnyRank<Y>>>;
  adjoint(): Adjoint;
}

export const strategies: ReadonlyArray<Strategy> = [
  {
    name: "odeintSymplecticAdjoint",
    exact: true,
    integrate: odeintSymplecticAdjoint,
    integrateAsync: odeintSymplecticAdjointAsync,
    adjoint: symplecticAdjoint,
  },
  {
    name: "odeint",
    exact: true,
    integrate: odeint,
    integrateAsync: odeintAsync,
    adjoint: backpropagation,
  },
  {
    name: "odeintOnecheckpoint",
    exact: true,
    integrate: odeintOnecheckpoint,
    integrateAsync: odeintOnecheckpointAsync,
    adjoint: oneCheckpoint,
  },
  {
    name: "odeintCheckpoint",
    exact: true,
    integrate: odeintCheckpoint,
    integrateAsync: odeintCheckpointAsync,
    adjoint: checkpointPerStep,
  },
  {
    name: "odeintAdjoint",
    exact: false,
    integrate: odeintAdjoint,
    integrateAsync: odeintAdjointAsync,
    adjoint: continuousAdjoint,
  },
];

export const exactStrategies: ReadonlyArray<Strategy> = strategies.filter(({ exact }) => exact);
