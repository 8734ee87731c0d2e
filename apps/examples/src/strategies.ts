import {
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
} from "symplectic-adjoint";

/** One of the five functions, which compute the same solution and differ in the gradient. */
export interface Strategy {
  readonly name: string;
  readonly description: string;
  readonly solve: typeof odeintSymplecticAdjoint;
  readonly solveAsync: typeof odeintSymplecticAdjointAsync;
}

export const STRATEGIES: ReadonlyArray<Strategy> = [
  {
    name: "odeint",
    description: "backpropagation",
    solve: odeint,
    solveAsync: odeintAsync,
  },
  {
    name: "odeintAdjoint",
    description: "continuous adjoint",
    solve: odeintAdjoint,
    solveAsync: odeintAdjointAsync,
  },
  {
    name: "odeintOnecheckpoint",
    description: "one checkpoint",
    solve: odeintOnecheckpoint,
    solveAsync: odeintOnecheckpointAsync,
  },
  {
    name: "odeintCheckpoint",
    description: "checkpoint per step (ACA)",
    solve: odeintCheckpoint,
    solveAsync: odeintCheckpointAsync,
  },
  {
    name: "odeintSymplecticAdjoint",
    description: "symplectic adjoint",
    solve: odeintSymplecticAdjoint,
    solveAsync: odeintSymplecticAdjointAsync,
  },
];
