import type { Adjoint } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AsyncOptions, OdeOptions } from "../options/options.js";

/** How one call of the `odeint` family solves: how its gradient is computed, and the options of its forward pass. */
export interface SolvePlan {
  readonly adjoint: Adjoint;
  readonly forward: OdeOptions<Tensor> & AsyncOptions;
}

/**
 * Checks the options of one function of the `odeint` family, and makes a plan of them: all that its functions differ in.
 *
 * @param awaits Whether the asynchronous twin is called.
 */
export type PlanSolve<Options> = (options: Options, awaits: boolean) => SolvePlan;
