/**
 * The error function to the last digits of a double. TensorFlow.js uses an approximation with an absolute error of 1.5e-7
 * (Abramowitz and Stegun 7.1.26, 1964), whose derivative is not the derivative of the error function.
 *
 * Below 0.8 it is the Maclaurin series; up to 6, 1 − t exp(−x² + P(t)) with t = 2 / (2 + |x|), where the polynomial P is the
 * Chebyshev interpolant of log(erfc(x) exp(x²) / t), computed in 60 digits; then 1.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.8) {
    return series(x);
  }
  // Also NaN: it fails every comparison.
  const value = size > 6 ? 1 : 1 - complement(size);
  return x < 0 ? -value : value;
}

/** 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)); at |x| = 0.8 the first neglected term is 1e-19. */
function series(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = SERIES.length - 1; n >= 0; n--) {
    sum = sum * square + (SERIES[n] as number);
  }
  return x * sum;
}

const SERIES: ReadonlyArray<number> = maclaurin(18);

function maclaurin(terms: number): Array<number> {
  const coefficients: Array<number> = [];
  let factorial = 1;
  for (let n = 0; n < terms; n++) {
    factorial *= Math.max(n, 1);
    const sign = n % 2 === 0 ? 1 : -1;
    coefficients.push((sign * 2) / (Math.sqrt(Math.PI) * factorial * (2 * n + 1)));
  }
  return coefficients;
}

/** erfc(x) for 0.8 ≤ x ≤ 6, by Clenshaw's recurrence. */
function complement(x: number): number {
  const t = 2 / (2 + x);
  // −2 at the first t, 2 at the last.
  const u = (4 * t - 2 * (FIRST + LAST)) / (LAST - FIRST);
  let next = 0;
  let afterNext = 0;
  for (let j = CHEBYSHEV.length - 1; j > 0; j--) {
    const current = u * next - afterNext + (CHEBYSHEV[j] as number);
    afterNext = next;
    next = current;
  }
  const polynomial = 0.5 * (u * next + (CHEBYSHEV[0] as number)) - afterNext;
  return t * Math.exp(polynomial - x * x);
}

/** t of 6 and of 0.8. */
const FIRST = 2 / (2 + 6);
const LAST = 2 / (2 + 0.8);

/** Of Chebyshev's polynomials in t between these; the first coefficient counts half. */
const CHEBYSHEV: ReadonlyArray<number> = [
  -1.3806212501307342, 0.30734787762395793, 0.005381172437905974, -0.0010820082282821102,
  -6.206415027418998e-5, 1.0242209052096919e-5, 6.818832997068752e-7, -1.4286247007984782e-7,
  -6.219844436656622e-9, 2.2912348740297672e-9, 7.161514876941819e-12, -3.5943628961097116e-11,
  1.6966948326942445e-12, 4.760790742115728e-13, -5.580166546690028e-14, -3.884946127474484e-15,
  1.1425748077833922e-15,
];
