import {
  InvalidArgumentError,
  type Method,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import {
  fixedOptionTable,
  fixedSteps,
  type IntegralControllerOptions,
  integralController,
  integralOptionTable,
  laggedController,
} from "@symplectic-adjoint/step-size";
import type { AdaptiveOptions, FixedOptions } from "./options.js";

/**
 * A user's controller, which replaces all step-control options.
 *
 * @throws InvalidArgumentError if such an option is also given, or the method has no error estimate but the controller
 * needs one.
 */
export function checkController(
  controller: StepSizeController,
  method: Method,
  options: AdaptiveOptions & FixedOptions,
): StepSizeController {
  const others = { ...integralOptionTable, ...fixedOptionTable };
  const given = pick(options as Readonly<Record<string, unknown>>, others);
  const [unused] = Object.keys(given);
  if (unused !== undefined) {
    throw new InvalidArgumentError({
      argument: unused,
      value: given[unused],
      problem: "has no effect together with a controller",
      remedy: `Omit one of them, or pass ${unused} to the controller's factory.`,
    });
  }
  if (controller.adaptive && !method.estimatesError) {
    throw new InvalidArgumentError({
      argument: "controller",
      value: controller.name,
      problem: `adapts steps to their error, which ${method.name} does not estimate`,
      remedy: "Write controller: fixedSteps({ stepSize: 0.01 }), or an adaptive method.",
    });
  }
  return controller;
}

/**
 * Step control selected by the options: adaptive for a method with an error estimate, unless fixed steps are given;
 * fixed steps for other methods.
 *
 * @param lagged Whether adaptive steps must be predictable.
 * @throws InvalidArgumentError if an option of adaptive steps is given for fixed ones.
 */
export function chooseController(
  method: Method,
  options: AdaptiveOptions & FixedOptions,
  lagged = false,
): StepSizeController {
  const fixed = pick(options as Readonly<Record<string, unknown>>, fixedOptionTable);
  const adaptive = pick(options as Readonly<Record<string, unknown>>, integralOptionTable);
  if (method.estimatesError && Object.keys(fixed).length === 0) {
    return (lagged ? laggedController : integralController)(adaptive as IntegralControllerOptions);
  }
  const [unused] = Object.keys(adaptive);
  if (unused !== undefined) {
    throw new InvalidArgumentError({
      argument: unused,
      value: adaptive[unused],
      problem: `has no effect with fixed steps, which ${method.name} uses here`,
      remedy: `Leave it out, or ${Object.keys(fixed)[0] === undefined ? 'use an adaptive method such as "dopri5"' : `leave out ${Object.keys(fixed)[0]}`}.`,
    });
  }
  return fixedSteps(fixed as Parameters<typeof fixedSteps>[0]);
}

/** The options of a table that are set. */
function pick(options: Readonly<Record<string, unknown>>, table: object): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of Object.keys(options))
    if (options[name] !== undefined && Object.hasOwn(table, name)) picked[name] = options[name];
  return picked;
}
