import {
  checkOptions,
  InvalidArgumentError,
  numberRequirement,
  type Requirement,
} from "@symplectic-adjoint/core";
import { explicitGridRequirement } from "./explicit-grid-requirement.js";

/** Options of `fixedSteps`: one of the three, or none for one step per interval between outputs. */
export type FixedStepsOptions =
  | {
      /** Longest step, > 0: each interval between outputs is divided into equal steps no longer than this. */
      readonly stepSize?: number | undefined;
      readonly stepsPerInterval?: undefined;
      readonly grid?: undefined;
    }
  | {
      readonly stepSize?: undefined;
      /** Number of equal steps in each interval between outputs, a positive integer. Default 1. */
      readonly stepsPerInterval?: number | undefined;
      readonly grid?: undefined;
    }
  | {
      readonly stepSize?: undefined;
      readonly stepsPerInterval?: undefined;
      /** All times of the grid, in the direction of integration, including the output times. */
      readonly grid?: ReadonlyArray<number> | undefined;
    };

/** Requirements on the individual options of `fixedSteps`. */
export const fixedOptionTable: Readonly<Record<keyof FixedStepsOptions, Requirement>> = {
  stepSize: numberRequirement(
    (v) => v > 0 && Number.isFinite(v),
    "must be a positive finite number",
    "Write, for example, stepSize: 0.01; it is a length, positive when time decreases, too.",
  ),
  stepsPerInterval: numberRequirement(
    (v) => v > 0 && Number.isInteger(v),
    "must be a positive integer",
    "Write, for example, stepsPerInterval: 10.",
  ),
  grid: explicitGridRequirement,
};

/** Throws if more than one of the options is given, or an option is invalid. */
export function checkFixedOptions(options: FixedStepsOptions): void {
  checkOptions("fixedSteps", options, fixedOptionTable);
  const given = Object.keys(fixedOptionTable).filter(
    (name) => options[name as keyof FixedStepsOptions] !== undefined,
  );
  if (given.length > 1) {
    throw new InvalidArgumentError({
      argument: given.join(" and "),
      problem: "exclude each other",
      remedy: `Keep one of them, for example fixedSteps({ ${given[0]}: … }).`,
    });
  }
}
