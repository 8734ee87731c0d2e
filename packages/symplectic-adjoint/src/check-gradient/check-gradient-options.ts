import { booleanRequirement, must, type Requirement } from "@symplectic-adjoint/core";
import type { AsyncOptions, SolveOptions } from "../options/options.js";

/** Options of `checkGradient`: those of `solveAsync`, and how thoroughly to look. */
export interface CheckGradientOptions<A, F>
  extends Omit<SolveOptions<A, F> & AsyncOptions, "differentiate"> {
  /** Random directions, and random functionals of the outputs, in which each argument is checked. Default 2. */
  readonly directions?: number | undefined;
  /** What the random numbers follow from, an integer. Default 0. */
  readonly seed?: number | undefined;
  /**
   * The relative error, beyond what rounding and truncation explain, at which a gradient is wrong. Default: the root of the
   * unit roundoff, 2.4e-4 in float32 and 1e-8 in float64, which means that half of the digits are right; for an adjoint
   * that is not exact 1e-2.
   *
   * The continuous adjoint is a derivative of the differential equation, not of the steps that were taken. Here it is
   * compared with the latter, so the error of both integrations counts: take what you are ready to accept.
   */
  readonly gradientTolerance?: number | undefined;
  /**
   * Whether to return the report where differences cannot tell if a gradient is right, instead of throwing. Default false.
   */
  readonly allowUnresolved?: boolean | undefined;
}

/** The options of the check itself. */
export type CheckOptions = Pick<
  CheckGradientOptions<never, never>,
  "directions" | "seed" | "gradientTolerance" | "allowUnresolved"
>;

/** What these must be. */
export const checkOptionTable: Readonly<Record<keyof CheckOptions, Requirement>> = {
  directions: must(
    (value) => Number.isSafeInteger(value) && (value as number) > 0,
    "must be a positive integer",
    "Write directions: 2, or leave it out.",
  ),
  seed: must(Number.isSafeInteger, "must be an integer", "Write seed: 1, or leave it out."),
  gradientTolerance: must(
    (value) => typeof value === "number" && value > 0 && value < 1,
    "must be a number between 0 and 1",
    "Write gradientTolerance: 1e-3, or leave it out.",
  ),
  allowUnresolved: booleanRequirement("Write allowUnresolved: true to get the report in any case."),
};
