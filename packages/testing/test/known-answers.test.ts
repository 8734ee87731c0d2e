import { describe, expect, test } from "vitest";
import {
  atEnd,
  decay,
  detest,
  detestVariants,
  discreteReferences,
  endState,
  goldenRuns,
  maxRelativeError,
  plainGradient,
  plainRungeKutta,
  plainTimeGradient,
  referenceProblems,
  referenceValues,
  type SmallTableau,
  smallTableaux,
  stepsBetween,
  torchConstant,
  torchExp,
  torchLinear,
  torchSine,
  uniformSteps,
} from "../src/index.js";

const { dopri5 } = smallTableaux;
// Orbits that pass near their centre, and a long spiral, need more steps to reach 1e-10.
const many: Readonly<Record<string, number>> = { D4: 20_000, D5: 80_000, spiral_T25: 20_000 };
const sumOfSquares = (y: Float64Array): number => y.reduce((sum, value) => sum + value * value, 0);

describe.each(discreteReferences())(
  "The discrete solution of $problem.name by $method in $steps steps",
  ({ problem, method, steps: count, ...known }) => {
    const tableau = smallTableaux[method as SmallTableau];
    const steps = uniformSteps(problem.t0, problem.t1, count);
    const y = endState(plainRungeKutta(problem, tableau, steps), problem);
    const cotangents = atEnd(
      steps,
      y.map((value) => 2 * value),
    );

    test("has the known end value and loss to 1e-13.", () => {
      expect(maxRelativeError(y, known.y)).toBeLessThan(1e-13);
      expect(maxRelativeError([sumOfSquares(y)], [known.loss])).toBeLessThan(1e-13);
    });

    test("has the known gradient to 1e-13.", () => {
      const gradient = plainGradient(problem, tableau, steps, cotangents);
      expect(maxRelativeError(gradient.y0, known.dL_dy0)).toBeLessThan(1e-13);
      expect(maxRelativeError(gradient.parameters, known.dL_dp)).toBeLessThan(1e-13);
    });

    test("has the known derivatives by its end times to 1e-13.", () => {
      const { t, h } = plainTimeGradient(problem, tableau, steps, cotangents);
      // t_n = t0 + n (t1 − t0)/N and h_n = (t1 − t0)/N.
      const byT1 = steps.reduce(
        (sum, _, n) => sum + ((h[n] as number) + n * (t[n] as number)) / count,
        0,
      );
      const shift = t.reduce((sum, value) => sum + value, 0);
      expect(maxRelativeError([byT1], [known.dL_dt1])).toBeLessThan(1e-13);
      expect(maxRelativeError([shift - byT1], [known.dL_dt0])).toBeLessThan(1e-13);
    });
  },
);

describe.each(referenceProblems())("The continuous problem $name", (problem) => {
  test("has its known end value and gradient in the limit of small steps.", () => {
    const steps = uniformSteps(problem.t0, problem.t1, many[problem.name] ?? 4000);
    const y = endState(plainRungeKutta(problem, dopri5, steps), problem);
    const gradient = plainGradient(
      problem,
      dopri5,
      steps,
      atEnd(
        steps,
        y.map((value) => 2 * value),
      ),
    );
    const { reference, endValue = [] } = problem;
    expect(maxRelativeError(y, endValue)).toBeLessThan(1e-10);
    expect(sumOfSquares(Float64Array.from(endValue))).toBeCloseTo(reference?.loss ?? 0, 10);
    // Lorenz at T = 5 multiplies errors by a thousand. Kepler's gradient for p is 0.
    const actual = [...gradient.y0, ...gradient.parameters];
    const known = [...(reference?.gradient.y0 ?? []), ...(reference?.gradient.parameters ?? [])];
    expect(maxRelativeError(actual, known)).toBeLessThan(1e-9);
  });

  test("has its known derivatives by t0 and t1.", () => {
    const { t0, t1 } = problem.reference?.gradient ?? {};
    const { y0, parameters, endValue = [] } = problem;
    const last = Float64Array.from(endValue);
    const [first, end] = [y0.slice(), y0.slice()];
    problem.evaluate(problem.t0, y0, parameters, first);
    problem.evaluate(problem.t1, last, parameters, end);
    const byT1 = end.reduce((sum, value, i) => sum + 2 * value * (last[i] as number), 0);
    const byT0 = first.reduce(
      (sum, value, i) => sum - value * (problem.reference?.gradient.y0[i] ?? 0),
      0,
    );
    const scale = problem.reference?.loss ?? 1;
    expect(Math.abs(byT1 - (t1 ?? Number.NaN))).toBeLessThan(1e-12 * scale);
    expect(Math.abs(byT0 - (t0 ?? Number.NaN))).toBeLessThan(1e-12 * scale);
  });
});

describe.each([...detest(), ...detestVariants()])("DETEST $name", (problem) => {
  test("has its end value in the limit of small steps.", () => {
    const steps = uniformSteps(0, 20, many[problem.name] ?? 4000);
    const y = endState(plainRungeKutta(problem, dopri5, steps), problem);
    expect(problem.endValue).toHaveLength(problem.y0.length);
    expect(maxRelativeError(y, problem.endValue ?? [])).toBeLessThan(1e-10);
  });
});

test.each(detest().filter(({ exact }) => exact))(
  "The solution of DETEST $name starts at y0 and ends at the end value.",
  (problem) => {
    const exact = (t: number) => problem.exact?.(t) ?? [];
    expect(maxRelativeError(exact(0), problem.y0)).toBeLessThan(1e-15);
    expect(maxRelativeError(exact(20), problem.endValue ?? [])).toBeLessThan(1e-13);
  },
);

test("DETEST has 25 problems, in order, of which each reference value belongs to one.", () => {
  const names = detest().map(({ name }) => name);
  expect(names).toEqual(
    ["A", "B", "C", "D", "E"].flatMap((c) => [1, 2, 3, 4, 5].map((i) => c + i)),
  );
  const all = [...names, ...detestVariants().map(({ name }) => name)];
  expect(all).toEqual(expect.arrayContaining(Object.keys(referenceValues.detest)));
});

const closedForms = [
  decay(),
  torchConstant(),
  { ...torchConstant({ y0: [3.6], t1: 3 }), name: "torchdiffeq constant, beside its line" },
  torchSine(),
  torchLinear(),
  torchExp(),
];

describe.each(closedForms)("The problem $name", (problem) => {
  test("has the solution it says, at its start, in between and at its end.", () => {
    const grid = [0, 0.3, 1].map((x) => problem.t0 + x * (problem.t1 - problem.t0));
    const steps = grid.slice(1).flatMap((end, i) => uniformSteps(grid[i] as number, end, 1000));
    const states = plainRungeKutta(problem, dopri5, steps);
    grid.forEach((t, i) => {
      const n = problem.y0.length;
      const y = states.subarray(1000 * i * n, (1000 * i + 1) * n);
      expect(maxRelativeError(y, problem.exact?.(t) ?? [])).toBeLessThan(1e-12);
    });
  });
});

const methods: Readonly<Record<string, SmallTableau>> = { adaptive_heun: "heun2" };

// dopri8 is left to the package that has its tableau.
describe.each(goldenRuns().filter(({ method }) => method !== "dopri8"))(
  'The golden run "$name" by $method',
  (run) => {
    const tableau = smallTableaux[methods[run.method] ?? (run.method as SmallTableau)];
    const grid = run.grid ?? run.times;
    const steps = stepsBetween(grid);
    const states = plainRungeKutta(run.problem, tableau, steps);
    const n = run.problem.y0.length;

    test("has the outputs of the reference on its grid.", () => {
      run.times.forEach((time, i) => {
        const at = grid.indexOf(time);
        expect(at).toBeGreaterThanOrEqual(0);
        const y = states.subarray(at * n, (at + 1) * n);
        expect(maxRelativeError(y, run.ys[i] ?? [])).toBeLessThan(1e-13);
      });
    });

    test("has the gradients of the reference.", () => {
      const cotangents = grid.map((time) => run.cotangents[run.times.indexOf(time)]);
      const gradient = plainGradient(run.problem, tableau, steps, cotangents);
      expect(maxRelativeError(gradient.y0, run.gradient.y0)).toBeLessThan(1e-13);
      expect(maxRelativeError(gradient.parameters, run.gradient.parameters)).toBeLessThan(1e-13);
    });
  },
);
