import type { TestProblem } from "../test-problem.js";
import { defineDetest } from "./define-detest.js";
import { outerPlanets } from "./outer-planets.js";
import { tridiagonal } from "./tridiagonal.js";

/** DETEST C: moderate systems. */
export const classC: ReadonlyArray<() => TestProblem> = [
  // Two radioactive decay chains.
  () => chain("C1", 10, () => 1, equalRates),
  () => chain("C2", 10, (i) => i + 1, growingRates),
  // The heat equation on a line.
  () => heat("C3", 10),
  () => heat("C4", 51),
  outerPlanets,
];

/**
 * C3 and C4 as diffrax's tests have them: the last entry of the diagonal is 0 instead of −2. Their end values are among
 * the reference values.
 */
export const heatVariants: ReadonlyArray<() => TestProblem> = [
  () => heat("C3_diffrax", 10, 0),
  () => heat("C4_diffrax", 51, 0),
];

function chain(
  name: string,
  n: number,
  rate: (i: number) => number,
  solution: (n: number, t: number) => ArrayLike<number>,
): TestProblem {
  const indices = Array.from({ length: n }, (_, i) => i);
  return defineDetest({
    name,
    y0: unit(n),
    ...tridiagonal(
      indices.map((i) => (i === 0 ? 0 : rate(i - 1))),
      indices.map((i) => (i === n - 1 ? 0 : -rate(i))),
      indices.map(() => 0),
    ),
    solution: (t) => solution(n, t),
  });
}

/** Poisson's distribution; the last member collects the rest. */
function equalRates(n: number, t: number): ArrayLike<number> {
  const y = new Float64Array(n);
  let term = Math.exp(-t);
  for (let i = 0; i < n - 1; i++) {
    y[i] = term;
    term *= t / (i + 1);
  }
  y[n - 1] = 1 - y.reduce((sum, value) => sum + value, 0);
  return y;
}

/** Yule's process: each of i + 1 members splits at rate 1. */
function growingRates(n: number, t: number): ArrayLike<number> {
  const stay = Math.exp(-t);
  const leave = -Math.expm1(-t);
  return Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? 1 : stay) * leave ** i);
}

function heat(name: string, n: number, corner = -2): TestProblem {
  const ones = new Array<number>(n).fill(1);
  const diagonal = ones.map((_, i) => (i === n - 1 ? corner : -2));
  return defineDetest({
    name,
    y0: unit(n),
    ...tridiagonal(ones, diagonal, ones),
    ...(corner === -2 && { solution: (t: number) => heatSolution(n, t) }),
  });
}

/** The sum over the eigenvectors sin(i k π/(n + 1)). */
function heatSolution(n: number, t: number): ArrayLike<number> {
  const angle = Math.PI / (n + 1);
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 1; k <= n; k++) {
      const decay = Math.exp(-4 * t * Math.sin((k * angle) / 2) ** 2);
      sum += Math.sin((i + 1) * k * angle) * Math.sin(k * angle) * decay;
    }
    return (2 * sum) / (n + 1);
  });
}

function unit(n: number): Float64Array {
  const y = new Float64Array(n);
  y[0] = 1;
  return y;
}
