import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { rejectUnknownOptions } from "./reject-unknown-options.js";
import { requireNumber } from "./require-number.js";

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
      /** All times of the grid, in the direction of integration, the output times among them. */
      readonly grid?: ReadonlyArray<number> | undefined;
    };

const NAMES = ["stepSize", "stepsPerInterval", "grid"] as const;

/** Throws when more than one of the options is given, or a number that cannot be meant. The grid has its own check. */
export function checkFixedStepsOptions(options: FixedStepsOptions): void {
  rejectUnknownOptions("fixedSteps", options, NAMES);
  const { stepSize, stepsPerInterval } = options;
  const given = NAMES.filter((name) => options[name] !== undefined);
  if (given.length > 1) {
    throw new InvalidArgumentError({
      argument: given.join(" and "),
      problem: "exclude each other",
      remedy: `Keep one of them, for example fixedSteps({ ${given[0]}: … }).`,
    });
  }
  if (stepSize !== undefined) {
    requireNumber(
      "stepSize",
      stepSize,
      (v) => v > 0 && Number.isFinite(v),
      "must be a positive finite number",
      "Write, for example, stepSize: 0.01; it is a length, positive when time decreases, too.",
    );
  }
  if (stepsPerInterval !== undefined) {
    requireNumber(
      "stepsPerInterval",
      stepsPerInterval,
      (v) => v > 0 && Number.isInteger(v),
      "must be a positive integer",
      "Write, for example, stepsPerInterval: 10.",
    );
  }
}
