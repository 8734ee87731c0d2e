import { continuousAdjoint } from "@symplectic-adjoint/adjoint";
import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { Method, StepSizeController } from "@symplectic-adjoint/core";
import { fixedOptionTable } from "@symplectic-adjoint/step-size";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkOptions } from "../options/check-options.js";
import { chooseController } from "../options/choose-controller.js";
import { chooseMethod } from "../options/choose-method.js";
import { choosesSpeculation } from "../options/chooses-speculation.js";
import type { AdjointOptions, AsyncOptions, FixedOptions, OdeOptions } from "../options/options.js";
import type { SolvePlan } from "./solve-plan.js";

/** The plan of the functions with a continuous adjoint: splits their options into those of the two integrations. */
export function continuousPlan(
  options: AdjointOptions<Tensor> & AsyncOptions,
  awaits: boolean,
): SolvePlan {
  checkOptions(options, awaits ? "adjointAsync" : "adjoint");
  const { adjointRtol, adjointAtol, adjointMethod, adjointOptions = {}, ...forward } = options;
  checkOptions(adjointOptions, "adjointSteps", "adjointOptions");
  const { norm, maxNumSteps, ...steps } = adjointOptions;
  const method =
    adjointMethod === undefined
      ? chooseMethod(forward.method)
      : chooseMethod(adjointMethod, "adjointMethod");
  const lagged = choosesSpeculation(options, tfjs, awaits);
  const controller =
    Object.keys(steps).length > 0
      ? chooseController(method, steps, lagged)
      : controllerOfItsOwn(method, forward, lagged);
  return {
    forward,
    adjoint: continuousAdjoint({
      rtol: adjointRtol,
      atol: adjointAtol,
      method,
      controller,
      norm,
      maxNumSteps,
    }),
  };
}

/**
 * Step control of the backward method if that of the forward pass does not apply, i.e. only one of the two methods has
 * an error estimate. Otherwise undefined: the adjoint then uses the controller and grid of the forward pass.
 */
function controllerOfItsOwn(
  method: Method,
  forward: OdeOptions<Tensor>,
  lagged: boolean,
): StepSizeController | undefined {
  const isFixed = Object.keys(fixedOptionTable).some(
    (name) => forward[name as keyof FixedOptions] !== undefined,
  );
  if (isFixed || method.estimatesError === chooseMethod(forward.method).estimatesError)
    return undefined;
  return chooseController(method, {}, lagged);
}
