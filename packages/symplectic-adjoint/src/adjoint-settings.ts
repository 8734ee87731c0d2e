import type { ContinuousAdjointOptions } from "@symplectic-adjoint/adjoint";
import {
  type ButcherTableau,
  InvalidToleranceError,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import { fixedSteps } from "@symplectic-adjoint/step-size";
import { checkOptions, optionNames } from "./check-options.js";
import { chooseController } from "./choose-controller.js";
import { chooseMethod } from "./choose-method.js";
import type { AdjointOptions, OdeOptions, Tolerance } from "./options.js";

/** The options of a function with a continuous adjoint, parted into those of its two integrations. */
export function adjointSettings<A>(options: AdjointOptions<A>): {
  readonly adjoint: ContinuousAdjointOptions<A>;
  readonly forward: OdeOptions<A>;
} {
  checkOptions(options, optionNames.adjoint);
  const { adjointRtol, adjointAtol, adjointMethod, adjointOptions = {}, ...forward } = options;
  checkOptions(adjointOptions, optionNames.adjointSteps, "adjointOptions");
  const { norm, maxNumSteps, ...steps } = adjointOptions;
  const tableau =
    adjointMethod === undefined
      ? chooseMethod(forward.method)
      : chooseMethod(adjointMethod, "adjointMethod");
  const controller =
    Object.keys(steps).length > 0
      ? chooseController(tableau, steps)
      : inheritController(tableau, forward);
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

/** The forward pass's step control, as far as it fits the backward tableau. */
function inheritController<A>(tableau: ButcherTableau, forward: OdeOptions<A>): StepSizeController {
  const { stepSize, stepsPerInterval, grid } = forward;
  if (grid !== undefined) return stepsWithin(grid);
  const isFixed = stepSize !== undefined || stepsPerInterval !== undefined;
  if (isFixed || tableau.error === undefined) {
    return chooseController(tableau, { stepSize, stepsPerInterval });
  }
  const { firstStep, safety, ifactor, dfactor, minStep, maxStep, afterLanding } = forward;
  const adaptive = { firstStep, safety, ifactor, dfactor, minStep, maxStep, afterLanding };
  return chooseController(tableau, adaptive);
}

/** Steps from one time of a grid to the next, over any part of it and in either direction. */
function stepsWithin(grid: ReadonlyArray<number>): StepSizeController {
  return Object.freeze({ ...fixedSteps(), requiredTimes: () => grid });
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
