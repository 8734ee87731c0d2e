import { booleanRequirement, must, type Requirement, type Tree } from "@symplectic-adjoint/core";
import type { AsyncOptions, SolveOptions, TimeKind } from "../options/options.js";

/** Options of `checkGradient`: those of `solveAsync`, and the thoroughness of the check. */
export interface CheckGradientOptions<A, F, T extends TimeKind = TimeKind>
  extends Omit<SolveOptions<A, F, Tree<A>, unknown, T> & AsyncOptions, "differentiate"> {
  /**
   * Number of random directions and random functionals of the outputs with which each argument is checked. Default 2.
   */
  readonly directions?: number | undefined;
  /** Seed of the random numbers, an integer. Default 0. */
  readonly seed?: number | undefined;
  /**
   * The relative error, beyond rounding and truncation, at which a gradient counts as wrong. Default: the root of the
   * unit roundoff, 2.4e-4 in float32 and 1e-8 in float64, i.e. half of the digits are correct; 1e-2 for inexact
   * adjoints.
   *
   * The continuous adjoint is a derivative of the differential equation, not of the steps that were taken. Here it is
   * compared with the latter, so the errors of both integrations contribute: set it to the error you accept.
   */
  readonly gradientTolerance?: number | undefined;
  /** Whether to return the report instead of throwing if the differences are inconclusive. Default false. */
  readonly allowUnresolved?: boolean | undefined;
}

/** The options of the check itself. */
export type CheckOptions = Pick<
  CheckGradientOptions<never, never>,
  "directions" | "seed" | "gradientTolerance" | "allowUnresolved"
>;

/** Requirements on these options. */
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
