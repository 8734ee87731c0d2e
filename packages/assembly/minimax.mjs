// node minimax.mjs
// Prints the coefficients of the rational functions in functions/, of tanh and of expm1 in the packages with modules, lowest
// power first, and their largest relative errors.
//
// P(z) / Q(z) ≈ f(z) in the largest relative error: Lawson's iteration, least squares whose weights grow where the error is
// large (C. L. Lawson, 1961; for rational functions with the denominator of the last round, H. L. Loeb, 1957), on Chebyshev
// points and in Chebyshev polynomials, which keep the systems well conditioned.

const POINTS = 400;
const ROUNDS = 400;

function minimax(f, [from, to], numerator, denominator) {
  const nodes = Array.from({ length: POINTS }, (_, i) => Math.cos((Math.PI * (i + 0.5)) / POINTS));
  const values = nodes.map((s) => f((from + to) / 2 + ((to - from) / 2) * s));
  const basis = nodes.map((s) => chebyshev(s, Math.max(numerator, denominator)));
  let weights = nodes.map(() => 1);
  let last = nodes.map(() => 1);
  let best = { error: Number.POSITIVE_INFINITY, p: [], q: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // P / f − Q = 0, where Q begins with 1.
    const rows = basis.map((t, i) => {
      const weight = Math.sqrt(weights[i]) / Math.abs(last[i]);
      const row = [
        ...t.slice(0, numerator + 1).map((x) => x / values[i]),
        ...t.slice(1, denominator + 1).map((x) => -x),
      ];
      return { row: row.map((x) => x * weight), right: weight };
    });
    const solution = leastSquares(rows);
    const p = solution.slice(0, numerator + 1);
    const q = [1, ...solution.slice(numerator + 1)];
    last = basis.map((t) => dot(q, t));
    const errors = basis.map((t, i) => Math.abs(dot(p, t) / last[i] / values[i] - 1));
    const error = Math.max(...errors);
    if (error < best.error) best = { error, p, q };
    weights = weights.map((w, i) => w * errors[i]);
    const total = weights.reduce((sum, w) => sum + w, 0);
    weights = weights.map((w) => w / total);
  }
  const q = monomials(best.q, from, to);
  const p = monomials(best.p, from, to);
  return { error: best.error, p: p.map((x) => x / q[0]), q: q.map((x) => x / q[0]) };
}

/** T_0 … T_n at s. */
function chebyshev(s, n) {
  const t = [1, s];
  for (let i = 2; i <= n; i++) t.push(2 * s * t[i - 1] - t[i - 2]);
  return t.slice(0, n + 1);
}

function dot(coefficients, basis) {
  return coefficients.reduce((sum, c, i) => sum + c * basis[i], 0);
}

/** Least squares by Householder reflections. */
function leastSquares(rows) {
  const a = rows.map(({ row, right }) => [...row, right]);
  const columns = a[0].length - 1;
  for (let k = 0; k < columns; k++) {
    const norm = Math.sqrt(a.slice(k).reduce((sum, row) => sum + row[k] ** 2, 0));
    const alpha = a[k][k] > 0 ? -norm : norm;
    const v = a.slice(k).map((row) => row[k]);
    v[0] -= alpha;
    const square = v.reduce((sum, x) => sum + x * x, 0);
    for (let j = k; j <= columns; j++) {
      const factor = (2 * v.reduce((sum, x, i) => sum + x * a[k + i][j], 0)) / square;
      for (let i = 0; i < v.length; i++) a[k + i][j] -= factor * v[i];
    }
  }
  const solution = new Array(columns).fill(0);
  for (let k = columns - 1; k >= 0; k--) {
    let rest = a[k][columns];
    for (let j = k + 1; j < columns; j++) rest -= a[k][j] * solution[j];
    solution[k] = rest / a[k][k];
  }
  return solution;
}

/** A sum of Chebyshev polynomials on an interval, in powers of z. */
function monomials(coefficients, from, to) {
  const line = [-(from + to) / (to - from), 2 / (to - from)];
  const times = (a, b) => {
    const product = new Array(a.length + b.length - 1).fill(0);
    for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) product[i + j] += x * y;
    return product;
  };
  const t = [[1], line];
  for (let i = 2; i < coefficients.length; i++) {
    const next = times(line, t[i - 1]).map((x) => 2 * x);
    for (const [j, x] of t[i - 2].entries()) next[j] -= x;
    t.push(next);
  }
  const sum = new Array(coefficients.length).fill(0);
  for (const [i, c] of coefficients.entries()) {
    for (const [j, x] of t[i].entries()) sum[j] += c * x;
  }
  return sum;
}

/** erf(x) / x by Kummer's series, whose terms are all positive. */
function erfOverX(x) {
  let [sum, term] = [1, 1];
  for (let n = 1; n < 100; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** (eʳ − 1 − r) / r² by its series. */
function exponentialRest(r) {
  let [sum, term] = [0, 0.5];
  for (let n = 3; n < 30; n++) {
    sum += term;
    term *= r / n;
  }
  return sum;
}

const root = (f) => (z) => f(Math.sqrt(z));
const tables = {
  "tanh(x) / x, z = x²": [root((x) => Math.tanh(x) / x), [0, 9.02 ** 2], 4, 4],
  "erf(x) / x, z = x²": [root(erfOverX), [0, 3.93 ** 2], 5, 5],
  "(2ᶠ − 1) / f, z = f": [(f) => Math.expm1(f * Math.LN2) / f, [-0.5, 0.5], 5, 0],
  "(eʳ − 1 − r) / r², z = r": [exponentialRest, [-0.3466, 0.3466], 4, 0],
  "2 artanh(w) / w, z = w²": [root((w) => (2 * Math.atanh(w)) / w), [0, 1 / 9], 4, 0],
};
for (const [title, [f, interval, numerator, denominator]] of Object.entries(tables)) {
  const { error, p, q } = minimax(f, interval, numerator, denominator);
  console.log(`${title}: to ${error.toExponential(2)}\n  P ${p.join(" ")}\n  Q ${q.join(" ")}`);
}
