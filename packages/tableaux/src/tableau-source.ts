import type { Fraction } from "./fraction.js";

/**
 * Coefficients in a row, as a paper prints them: fractions in one string ("3/40 9/40"), or a list of numbers, fractions
 * in strings, and {@link Fraction}s.
 */
export type CoefficientRow = string | ReadonlyArray<number | string | Fraction>;

/** The coefficients of a Runge-Kutta method that its order depends on. A `ButcherTableau` is one of these. */
export interface MethodCoefficients {
  /** The s rows of a; what a row lacks on the right is zero. */
  readonly a: ReadonlyArray<CoefficientRow>;
  /** The s weights. */
  readonly b: CoefficientRow;
}

/** An explicit Runge-Kutta method as its paper gives it; what `butcherTableau` takes. */
export interface TableauSource extends MethodCoefficients {
  readonly name: string;
  /** Order of the solution y⁺, which is the one that is continued from. */
  readonly order: number;
  /**
   * The s nodes. Where they are in [0, 1], f is never evaluated outside the span of the output times. A stage with another
   * c_i is evaluated where it says, outside of its step, and so outside the span in the first or the last steps.
   */
  readonly c: CoefficientRow;
  /**
   * The s rows of a. Row i holds the i coefficients left of the diagonal, so the first one is empty; a full row of s
   * coefficients, zero from the diagonal on, is understood as well.
   */
  readonly a: ReadonlyArray<CoefficientRow>;
  /** The s weights of the solution. */
  readonly b: CoefficientRow;
  /** The s weights of the embedded solution, if there is one: its distance from y⁺ is the error estimate. */
  readonly bHat?: CoefficientRow | undefined;
}
