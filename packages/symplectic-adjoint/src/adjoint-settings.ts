import type { ContinuousAdjointOptions } from "@symplectic-adjoint/adjoint";
import { InvalidToleranceError } from "@symplectic-adjoint/core";
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
  const tableau = chooseMethod(adjointMethod ?? forward.method, "adjointMethod");
  // A grid of the forward pass does not fit the intervals of the backward one; fixed steps of a given size do.
  const { stepSize, stepsPerInterval } = forward;
  const given = Object.keys(steps).length > 0;
  const controller = chooseController(tableau, given ? steps : { stepSize, stepsPerInterval });
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
