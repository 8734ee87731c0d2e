import { checkValue, must, required } from "@symplectic-adjoint/core";
import { type Fraction, isFraction } from "./fraction.js";

const FRACTION = required(
  must(
    isFraction,
    "must have a numerator and a denominator that are bigints, the latter positive",
    "Write { numerator: 1n, denominator: 3n }.",
  ),
);
const LARGEST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The double nearest to a fraction.
 *
 * Correctly rounded for numerators and denominators of any length; ties to even, as in IEEE 754.
 *
 * @throws InvalidArgumentError if it is not a fraction.
 * @example
 * fractionToNumber({ numerator: 1n, denominator: 3n }); // 0.3333333333333333
 */
export function fractionToNumber(fraction: Fraction): number {
  checkValue("fraction", fraction, FRACTION);
  const { numerator, denominator } = fraction;
  const magnitude = numerator < 0n ? -numerator : numerator;
  // Both are doubles: the quotient of doubles is rounded once.
  if (magnitude <= LARGEST_EXACT && denominator <= LARGEST_EXACT) {
    return Number(numerator) / Number(denominator);
  }
  // Scale to an integer quotient of 64 bits or a few more, whose last bit is a sticky bit: its conversion to a double
  // is then the only rounding.
  const shift = 68 - bits(magnitude) + bits(denominator);
  const scaledNumerator = shift > 0 ? magnitude << BigInt(shift) : magnitude;
  const scaledDenominator = shift < 0 ? denominator << BigInt(-shift) : denominator;
  const quotient = scaledNumerator / scaledDenominator;
  const inexact = quotient * scaledDenominator !== scaledNumerator;
  const rounded = Number(inexact ? quotient | 1n : quotient);
  // Two factors, because 2^−shift alone may underflow although the product does not.
  const half = Math.trunc(shift / 2);
  const value = rounded * 2 ** -half * 2 ** -(shift - half);
  return numerator < 0n ? -value : value;
}

/** The length of a positive integer in bits, at most three too many. */
function bits(value: bigint): number {
  return value.toString(16).length * 4;
}
