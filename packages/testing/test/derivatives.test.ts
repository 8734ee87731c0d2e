import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arbitraryNetwork,
  decay,
  detest,
  detestVariants,
  goldenRuns,
  maxRelativeError,
  referenceProblems,
  type TestProblem,
  torchConstant,
  torchExp,
  torchLinear,
  torchSine,
  vanDerPol,
} from "../src/index.js";

const problems = [
  ...referenceProblems(),
  { ...vanDerPol({ parameters: [5] }), name: "van der Pol, stiffer" },
  decay(),
  // Away from its solution, where the fifth power vanishes.
  torchConstant({ y0: [3.9] }),
  torchSine(),
  torchLinear(),
  torchExp(),
  ...goldenRuns().map((run) => ({ ...run.problem, name: `${run.name}, ${run.method}` })),
  ...detest(),
  ...detestVariants(),
];

/** Numbers between −1 and 1 that look random and are the same in every run. */
function noise(length: number, seed: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin(100 * seed + 17 * (i + 1) ** 2));
}

/** A point near the start of a problem, where nothing vanishes by symmetry. */
function pointOf(problem: TestProblem) {
  const y = problem.y0.map((value, i) => value + 0.1 * (noise(problem.y0.length, 1)[i] as number));
  return { t: problem.t0 + 0.3, y, p: problem.parameters };
}

/** Central differences of order 6. */
function differentiate(f: (x: number) => Float64Array, h: number): Float64Array {
  const weights = [45, -9, 1];
  const differences = weights.map((weight, i) => {
    const plus = f((i + 1) * h);
    const minus = f(-(i + 1) * h);
    return plus.map((value, d) => (weight * (value - (minus[d] as number))) / (60 * h));
  });
  return differences.reduce((a, b) => a.map((value, d) => value + (b[d] as number)));
}

function evaluate(problem: TestProblem, t: number, y: Float64Array, p: Float64Array): Float64Array {
  const dy = new Float64Array(y.length).fill(Number.NaN);
  problem.evaluate(t, y, p, dy);
  return dy;
}

/** The gradient of cotangent·f for y and p together. */
function pullback(problem: TestProblem, cotangent: Float64Array): Float64Array {
  const { t, y, p } = pointOf(problem);
  const yBar = new Float64Array(y.length);
  const pBar = new Float64Array(p.length);
  problem.vjp(t, y, p, cotangent, yBar, pBar);
  return Float64Array.from([...yBar, ...pBar]);
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);

describe.each(problems)("The derivatives of $name", (problem) => {
  const n = problem.y0.length;
  const count = problem.parameters.length;
  const { t, y, p } = pointOf(problem);
  const cotangent = noise(n, 2);

  test("vjp agrees with central differences in every component.", () => {
    const gradient = pullback(problem, cotangent);
    const numerical = Float64Array.from({ length: n + count }, (_, i) => {
      const along = (x: number): Float64Array => {
        const [yMoved, pMoved] = [y.slice(), p.slice()];
        if (i < n) yMoved[i] = (y[i] as number) + x;
        else pMoved[i - n] = (p[i - n] as number) + x;
        return Float64Array.of(dot(cotangent, evaluate(problem, t, yMoved, pMoved)));
      };
      return differentiate(along, 5e-4)[0] as number;
    });
    expect(maxRelativeError(gradient, numerical)).toBeLessThan(1e-10);
  });

  test("vjp adds to what is there.", () => {
    const once = pullback(problem, cotangent);
    const yBar = new Float64Array(n).fill(3);
    const pBar = new Float64Array(count).fill(3);
    problem.vjp(t, y, p, cotangent, yBar, pBar);
    const twice = Float64Array.from([...yBar, ...pBar], (value) => value - 3);
    expect(maxRelativeError([3, ...twice], [3, ...once])).toBeLessThan(1e-14);
  });

  test("timeDerivative agrees with central differences, and is absent only where f ignores t.", () => {
    const numerical = differentiate((x) => evaluate(problem, t + x, y, p), 5e-4);
    const analytic = new Float64Array(n);
    if (problem.timeDerivative) analytic.fill(Number.NaN);
    problem.timeDerivative?.(t, y, p, analytic);
    expect(maxRelativeError(analytic, numerical)).toBeLessThan(1e-10);
  });

  test("The functions only read their inputs.", () => {
    const inputs = [y.slice(), p.slice(), cotangent.slice()] as const;
    const out = new Float64Array(n);
    problem.evaluate(t, inputs[0], inputs[1], out);
    problem.vjp(t, ...inputs, out, new Float64Array(count));
    problem.jvp?.(t, inputs[0], inputs[1], inputs[2], noise(count, 1), out);
    problem.timeDerivative?.(t, inputs[0], inputs[1], out);
    expect(inputs).toEqual([y, p, cotangent]);
  });
});

test.each(problems.filter(({ jvp }) => jvp))(
  "jvp of $name is the transpose of vjp, to rounding.",
  (problem) => {
    const { t, y, p } = pointOf(problem);
    const [n, count] = [y.length, p.length];
    const cotangent = noise(n, 2);
    const yDot = noise(n, 3);
    const pDot = noise(count, 4);
    const dyDot = new Float64Array(n).fill(Number.NaN);
    problem.jvp?.(t, y, p, yDot, pDot, dyDot);
    const gradient = pullback(problem, cotangent);
    const [forward, backward] = [dot(cotangent, dyDot), dot([...yDot, ...pDot], gradient)];
    const magnitude = dot(gradient.map(Math.abs), [...yDot, ...pDot].map(Math.abs));
    expect(Math.abs(forward - backward)).toBeLessThanOrEqual(1e-15 * 8 * magnitude);
  },
);

test("The derivatives of random networks agree with each other and with central differences.", () => {
  fc.assert(
    fc.property(arbitraryNetwork(), (problem) => {
      const [n, count] = [problem.y0.length, problem.parameters.length];
      const { t, y, p } = pointOf(problem);
      const [v, q, g] = [noise(n, 5), noise(count, 6), noise(n, 7)];
      const out = new Float64Array(n);
      problem.jvp?.(t, y, p, v, q, out);
      const step = (a: Float64Array, b: Float64Array, x: number) =>
        a.map((value, i) => value + x * (b[i] as number));
      const numerical = differentiate(
        (x) => evaluate(problem, t, step(y, v, x), step(p, q, x)),
        5e-4,
      );
      const time = new Float64Array(n);
      problem.timeDerivative?.(t, y, p, time);
      const byTime = differentiate((x) => evaluate(problem, t + x, y, p), 5e-4);
      const gradient = pullback(problem, g);
      expect(maxRelativeError([1, ...out], [1, ...numerical])).toBeLessThan(1e-9);
      expect(maxRelativeError([1, ...time], [1, ...byTime])).toBeLessThan(1e-9);
      expect(Math.abs(dot(g, out) - dot(gradient, [...v, ...q]))).toBeLessThan(1e-13);
    }),
    { seed: 42, numRuns: 100 },
  );
});
