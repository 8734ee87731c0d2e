/** A rational number in lowest terms with a positive denominator. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Whether a value is a fraction with a positive denominator. */
export function isFraction(value: unknown): value is Fraction {
  const { numerator, denominator } = (value ?? {}) as Partial<Record<keyof Fraction, unknown>>;
  return typeof numerator === "bigint" && typeof denominator === "bigint" && denominator > 0n;
}

/** numerator / denominator in lowest terms; the denominator must not be zero. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return Object.freeze({ numerator: numerator / divisor, denominator: denominator / divisor });
}

const ZERO: Fraction = fraction(0n);
export const ONE: Fraction = fraction(1n);

/** The value of a finite double, which is a fraction over a power of two. */
export function fractionFromNumber(value: number): Fraction {
  let scaled = value;
  let denominator = 1n;
  // Doubling is exact, and a double is an integer after at most 1074 of them.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return fraction(BigInt(scaled), denominator);
}

export function add(x: Fraction, y: Fraction): Fraction {
  return fraction(
    x.numerator * y.denominator + y.numerator * x.denominator,
    x.denominator * y.denominator,
  );
}

export function subtract(x: Fraction, y: Fraction): Fraction {
  return add(x, fraction(-y.numerator, y.denominator));
}

export function sum(terms: ReadonlyArray<Fraction>): Fraction {
  return terms.reduce(add, ZERO);
}

export function absolute(x: Fraction): Fraction {
  return x.numerator < 0n ? fraction(-x.numerator, x.denominator) : x;
}

export function isZero(x: Fraction): boolean {
  return x.numerator === 0n;
}

/** The least common denominator. */
export function commonDenominator(fractions: Iterable<Fraction>): bigint {
  let common = 1n;
  for (const { denominator } of fractions) {
    common *= denominator / gcd(common, denominator);
  }
  return common;
}

function gcd(x: bigint, y: bigint): bigint {
  let a = x < 0n ? -x : x;
  let b = y < 0n ? -y : y;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
