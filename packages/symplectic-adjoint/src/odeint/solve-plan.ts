import type { Adjoint } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AsyncOptions, OdeOptions } from "../options/options.js";

/** Plan of one call of the `odeint` family: the gradient strategy and the options of the forward pass. */
export interface SolvePlan {
  readonly adjoint: Adjoint;
  readonly forward: OdeOptions<Tensor> & AsyncOptions;
}

/**
 * Checks the options of one function of the `odeint` family and creates its plan, the only difference between these
 * functions.
 *
 * @param awaits Whether this is the `…Async` variant.
 */
export type PlanSolve<Options> = (options: Options, awaits: boolean) => SolvePlan;
