import type { ContinuousAdjointOptions } from "@symplectic-adjoint/adjoint";
import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import {
  type ButcherTableau,
  InvalidToleranceError,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import { checkOptions, optionNames } from "./check-options.js";
import { chooseController } from "./choose-controller.js";
import { chooseMethod } from "./choose-method.js";
import { choosesSpeculation } from "./choose-speculation.js";
import type {
  AdjointOptions,
  AsyncOptions,
  FixedOptions,
  OdeOptions,
  Tolerance,
} from "./options.js";

/**
 * The options of a function with a continuous adjoint, parted into those of its two integrations.
 *
 * @param awaits Whether it is the asynchronous twin.
 */
export function adjointSettings<A>(
  options: AdjointOptions<A> & AsyncOptions,
  awaits = false,
): {
  readonly adjoint: ContinuousAdjointOptions<A>;
  readonly forward: OdeOptions<A> & AsyncOptions;
} {
  checkOptions(options, awaits ? optionNames.adjointAsync : optionNames.adjoint);
  const { adjointRtol, adjointAtol, adjointMethod, adjointOptions = {}, ...forward } = options;
  checkOptions(adjointOptions, optionNames.adjointSteps, "adjointOptions");
  const { norm, maxNumSteps, ...steps } = adjointOptions;
  const tableau =
    adjointMethod === undefined
      ? chooseMethod(forward.method)
      : chooseMethod(adjointMethod, "adjointMethod");
  const lagged = choosesSpeculation(options, tfjs, awaits);
  const controller =
    Object.keys(steps).length > 0
      ? chooseController(tableau, steps, lagged)
      : controllerOfItsOwn(tableau, forward, lagged);
  return {
    forward,
    adjoint: {
      rtol: checkPositive(adjointRtol, "adjointRtol"),
      atol: checkPositive(adjointAtol, "adjointAtol"),
      tableau,
      controller,
      norm,
      maxNumSteps,
    },
  };
}

/**
 * The step control of a backward method that the forward pass's would not fit: one of them estimates its error, and the
 * other does not. Otherwise undefined: the adjoint then takes over the forward pass's controller and its grid.
 */
function controllerOfItsOwn<A>(
  tableau: ButcherTableau,
  forward: OdeOptions<A>,
  lagged: boolean,
): StepSizeController | undefined {
  const isFixed = optionNames.fixed.some(
    (name) => forward[name as keyof FixedOptions] !== undefined,
  );
  const estimates = (method: ButcherTableau) => method.error !== undefined;
  if (isFixed || estimates(tableau) === estimates(chooseMethod(forward.method))) return undefined;
  return chooseController(tableau, {}, lagged);
}

function checkPositive(tolerance: Tolerance | undefined, argument: string): Tolerance | undefined {
  const list = typeof tolerance === "number" ? [tolerance] : tolerance;
  if (list === undefined || list.every((value) => Number.isFinite(value) && value > 0))
    return tolerance;
  throw new InvalidToleranceError({
    argument,
    value: tolerance,
    problem: "must be positive and finite",
    remedy: `Write ${argument}: 1e-6, say.`,
  });
}
