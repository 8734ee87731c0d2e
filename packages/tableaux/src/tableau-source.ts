import type { Fraction } from "./fraction.js";

/**
 * A row of coefficients, as printed in papers: fractions in one string ("3/40 9/40"), or a list of numbers, fractions
 * in strings, and {@link Fraction}s.
 */
export type CoefficientRow = string | ReadonlyArray<number | string | Fraction>;

/** The coefficients of a Runge-Kutta method that its order depends on. A `ButcherTableau` is one of these. */
export interface MethodCoefficients {
  /** The s rows of a; missing entries on the right are zero. */
  readonly a: ReadonlyArray<CoefficientRow>;
  /** The s weights. */
  readonly b: CoefficientRow;
}

/** An explicit Runge-Kutta method as published; the argument of `butcherTableau`. */
export interface TableauSource extends MethodCoefficients {
  readonly name: string;
  /** Order of the solution y⁺, which is propagated. */
  readonly order: number;
  /**
   * The s nodes. If they are in [0, 1], f is never evaluated outside the span of the output times. A stage with c_i
   * outside [0, 1] is evaluated outside its step, and possibly outside the span in the first or last steps.
   */
  readonly c: CoefficientRow;
  /**
   * The s rows of a. Row i contains the i coefficients left of the diagonal, so the first one is empty; a full row of s
   * coefficients, zero from the diagonal on, is accepted as well.
   */
  readonly a: ReadonlyArray<CoefficientRow>;
  /** The s weights of the solution. */
  readonly b: CoefficientRow;
  /** The s weights of the embedded solution, if there is one: its difference from y⁺ is the error estimate. */
  readonly bHat?: CoefficientRow | undefined;
  /** Dense output. Omitted: the cubic Hermite polynomial of both ends of the step, see `interpolantOf`. */
  readonly interpolant?: InterpolantSource | undefined;
}

/** Dense output as published: a part of a {@link TableauSource}. */
export interface InterpolantSource {
  /** Order of the interpolated state, at most that of the solution. It is checked. */
  readonly order: number;
  /**
   * Row i has the coefficients of w_i(θ) in ascending powers of θ; the first is 0, and missing ones on the right are zero:
   * "0 1 −3/2 2/3" for θ − 3/2 θ² + 2/3 θ³. One row for each of the s stages, then one for each further stage.
   */
  readonly weights: ReadonlyArray<CoefficientRow>;
  /** Rows of a for stages that only dense output needs, with one coefficient for each earlier stage; default none. */
  readonly a?: ReadonlyArray<CoefficientRow> | undefined;
  /** Their nodes. */
  readonly c?: CoefficientRow | undefined;
}
