import { type ButcherTableau, checkedTableau, type Interpolant } from "@symplectic-adjoint/core";
import { type Fraction, fractionFromNumber, subtract } from "./fraction.js";

/** The coefficients of a tableau as rational numbers. */
export interface ExactCoefficients {
  readonly a: ReadonlyArray<ReadonlyArray<Fraction>>;
  readonly b: ReadonlyArray<Fraction>;
  /** Weights of the embedded solution. */
  readonly bHat: ReadonlyArray<Fraction> | undefined;
  readonly c: ReadonlyArray<Fraction>;
  /** Dense output, if the tableau declares it. */
  readonly interpolant?: ExactInterpolant | undefined;
}

/** The coefficients of dense output as rational numbers, see `Interpolant` of `@symplectic-adjoint/core`. */
export interface ExactInterpolant {
  readonly order: number;
  readonly weights: ReadonlyArray<ReadonlyArray<Fraction>>;
  readonly a: ReadonlyArray<ReadonlyArray<Fraction>>;
  readonly c: ReadonlyArray<Fraction>;
}

// Stored separately so that a tableau remains plain numbers (copyable, printable, JSON).
const remembered = new WeakMap<object, ExactCoefficients>();

/** Stores the exact source of a tableau. */
export function storeExact(tableau: ButcherTableau, exact: ExactCoefficients): void {
  remembered.set(tableau, exact);
}

/** The exact source of a tableau created by `butcherTableau`. */
export function storedExact(tableau: object): ExactCoefficients | undefined {
  return remembered.get(tableau);
}

/**
 * The exact coefficients of a tableau: the fractions it was written in.
 *
 * For a copy of a tableau, or one not created by `butcherTableau`, they are the exact values of its doubles, and
 * b̂ = b − error.
 *
 * @throws InvalidArgumentError if it is not the tableau of a consistent explicit method.
 * @example
 * exactCoefficients(bosh3).b[1]; // { numerator: 1n, denominator: 3n }
 */
export function exactCoefficients(tableau: ButcherTableau): ExactCoefficients {
  const known = storedExact(tableau);
  if (known) return known;
  const { a, error, c, interpolant, ...checked } = checkedTableau(tableau);
  const b = checked.b.map(fractionFromNumber);
  return {
    a: a.map((row) => row.map(fractionFromNumber)),
    b,
    bHat: error?.map((e, i) => subtract(b[i] as Fraction, fractionFromNumber(e))),
    c: c.map(fractionFromNumber),
    ...(interpolant && { interpolant: exactInterpolant(interpolant) }),
  };
}

/** The exact values of its doubles. */
export function exactInterpolant({ order, weights, a, c }: Interpolant): ExactInterpolant {
  const exact = (rows: Interpolant["a"]) => rows.map((row) => row.map(fractionFromNumber));
  return { order, weights: exact(weights), a: exact(a), c: c.map(fractionFromNumber) };
}
