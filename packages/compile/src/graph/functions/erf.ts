/**
 * The error function to the last digits of a double. TensorFlow.js uses an approximation with an absolute error of 1.5e-7
 * (Abramowitz and Stegun 7.1.26, 1964), whose derivative is not the derivative of the error function.
 *
 * Near 0 it is the Maclaurin series; elsewhere 1 − t exp(−x² + P(t)) with t = 2 / (2 + |x|), where the polynomial P is the
 * Chebyshev interpolant of log(erfc(x) exp(x²) / t), computed in 60 digits.
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

/** erfc(x) for x ≥ 0, by Clenshaw's recurrence. */
function complement(x: number): number {
  const t = 2 / (2 + x);
  const u = 4 * t - 2;
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

/** In 2t − 1; the first coefficient counts half. */
const CHEBYSHEV: ReadonlyArray<number> = [
  -1.3026537197817094, 0.6419697923564902, 0.019476473204185836, -0.009561514786808632,
  -0.0009465953444820369, 0.00036683949785276145, 4.252332480690777e-5, -2.0278578112534242e-5,
  -1.6242900046470256e-6, 1.3036558355805232e-6, 1.5626441722066142e-8, -8.523809591492654e-8,
  6.5290544390988515e-9, 5.059343495551469e-9, -9.91364156493033e-10, -2.273651222931836e-10,
  9.646791102015527e-11, 2.3940380830391146e-12, -6.886027526497553e-12, 8.944879273090725e-13,
  3.130921399342958e-13, -1.1270822361367252e-13, 3.810905255189232e-16, 7.106097613609237e-15,
  -1.5230282014571043e-15, -9.457494571291233e-17, 1.210237189224279e-16, -2.816663087747177e-17,
];
