/**
 * The error function, to about 7 ulp. Up to 2 by Kummer's series, 2x/√π e^(−x²) Σ (2x²)ⁿ / (2n+1)!!, whose terms are all positive; from there
 * by the continued fraction of 1 − erf x (NIST Digital Library of Mathematical Functions, 7.9.2), which is small.
 */
export function erf(x: f64): f64 {
  const v = abs(x);
  if (v < 2) return ofSmall(x);
  if (v < 6) return copysign<f64>(1 - complement(v), x);
  // NaN is not large.
  return v >= 6 ? copysign<f64>(1, x) : x;
}

function ofSmall(x: f64): f64 {
  const z = x * x;
  let term: f64 = 1;
  let sum: f64 = 1;
  for (let n: f64 = 3; term > 1e-17 * sum; n += 2) {
    term *= (2 * z) / n;
    sum += term;
  }
  return 1.1283791670955126 * x * NativeMath.exp(-z) * sum;
}

/** e^(−x²)/√π / (x + ½/(x + 1/(x + ³⁄₂/(x + …)))). */
function complement(x: f64): f64 {
  let tail = x;
  for (let n: f64 = 25; n > 0; n -= 0.5) tail = x + n / tail;
  return (0.5641895835477563 * NativeMath.exp(-x * x)) / tail;
}
