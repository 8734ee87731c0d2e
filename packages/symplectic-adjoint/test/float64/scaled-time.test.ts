import { maxRelativeError, type TestProblem } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { continuousAdjoint, symplecticAdjoint } from "../../src/index.js";
import { awkwardSpans } from "../support/awkward-spans.js";
import { differentiate } from "../support/differentiate.js";
import { adaptiveMethods } from "../support/method-names.js";

/**
 * With τ = (t − t0)/T, from 0 to 1: dy/dτ = v, dv/dτ = p·(c + τ). Its end is y0 + v0 + p(c/2 + 1/6), v0 + p(c + 1/2). With
 * c = 0 and a start at 0 it is at rest: both the state and f vanish.
 */
function pushed(t0: number, t1: number, y0: ReadonlyArray<number>, c: number): TestProblem {
  const span = t1 - t0;
  return {
    name: "pushed",
    t0,
    t1,
    y0: Float64Array.from(y0),
    parameters: Float64Array.of(3),
    evaluate(t, y, p, dy) {
      dy[0] = (y[1] as number) / span;
      dy[1] = ((p[0] as number) * (c + (t - t0) / span)) / span;
    },
    vjp(t, _y, _p, g, yBar, pBar) {
      yBar[1] = (yBar[1] as number) + (g[0] as number) / span;
      pBar[0] = (pBar[0] as number) + ((g[1] as number) * (c + (t - t0) / span)) / span;
    },
  };
}

/** The van der Pol oscillator with τ = t/T from 0 to 2: it is given no chance to know T. */
function vanDerPol(span: number): TestProblem {
  const rate = 2 / span;
  return {
    name: "van der Pol",
    t0: 0,
    t1: span,
    y0: Float64Array.of(2, 0),
    parameters: Float64Array.of(1),
    evaluate(_t, y, p, dy) {
      const [x, v] = y as unknown as [number, number];
      dy[0] = rate * v;
      dy[1] = rate * ((p[0] as number) * (1 - x * x) * v - x);
    },
    vjp(_t, y, p, g, yBar, pBar) {
      const [x, v] = y as unknown as [number, number];
      const [mu = 0, gx = 0, gv = 0] = [p[0], g[0], g[1]];
      yBar[0] = (yBar[0] as number) - rate * gv * (2 * mu * x * v + 1);
      yBar[1] = (yBar[1] as number) + rate * (gx + gv * mu * (1 - x * x));
      pBar[0] = (pBar[0] as number) + rate * gv * (1 - x * x) * v;
    },
  };
}

const starts: ReadonlyArray<readonly [name: string, y0: readonly [number, number], c: number]> = [
  ["at rest", [0, 0], 0],
  ["at zero, and moving", [0, 0], 1],
  ["elsewhere, with no slope", [5, 0], 0],
  ["large and slow", [1e6, 0], 1],
];

const adjoints = [
  ["symplecticAdjoint", symplecticAdjoint()],
  ["continuousAdjoint", continuousAdjoint()],
] as const;

// Where a step of the length that the error asks for is not a whole number of doubles there is nothing to be had.
const resolved = awkwardSpans.filter(
  ([name]) => !/one double|three doubles|forty doubles/.test(name),
);

describe.each(resolved)("Over a span of %s", (_, t0, t1) => {
  describe.each(starts)("from a state that is %s", (_, y0, c) => {
    test.each(adjoints)("every method arrives, and has the derivative, with %s.", (_, adjoint) => {
      for (const method of adaptiveMethods) {
        const problem = pushed(t0, t1, y0, c);
        const settings = { method, adjoint, rtol: 1e-6, atol: 1e-6 };
        const cotangents = Float64Array.of(0, 0, 1, 2);
        const got = differentiate(problem, [t0, t1], cotangents, settings);
        expect(got.solution.outcome, method).toMatchObject({ kind: "success", t: t1 });
        const [y, v] = got.solution.ys.slice(2);
        const end = [y0[0] + y0[1] + 3 * (c / 2 + 1 / 6), y0[1] + 3 * (c + 1 / 2)];
        // Heun's method and Fehlberg's of order 2 add up errors of a tolerance a step.
        expect(maxRelativeError([y as number, v as number], end), method).toBeLessThan(2e-4);
        expect(maxRelativeError(got.y0, [1, 1 + 2]), method).toBeLessThan(2e-4);
        const byParameter = c / 2 + 1 / 6 + 2 * (c + 1 / 2);
        expect(maxRelativeError(got.parameters, [byParameter]), method).toBeLessThan(2e-4);
      }
    });
  });
});

describe.each(adaptiveMethods)("In another unit of time %s", (method) => {
  const units = [-9, -6, -3, 3, 6, 9].map((k) => 10 ** k);

  test.each(adjoints)("takes the same steps, with the same result, with %s.", (_, adjoint) => {
    const run = (problem: TestProblem) => {
      const settings = { method, adjoint, rtol: 1e-5, atol: 1e-5 };
      const times = [problem.t0, problem.t1];
      const { solution, y0, parameters } = differentiate(
        problem,
        times,
        Float64Array.of(0, 0, 1, 1),
        settings,
      );
      const { forward, backward } = solution.stats;
      const numbers = [...solution.ys, ...y0, ...parameters];
      return {
        numbers,
        counts: [forward, backward].map((pass) => ({ ...pass, waited: 0 })),
      };
    };
    const problems = [
      vanDerPol,
      (span: number) => pushed(0, span, [0, 0], 0),
      (span: number) => pushed(0, span, [293, 1e-3], 0),
    ];
    for (const problem of problems) {
      const unit = run(problem(1));
      for (const span of units) {
        const scaled = run(problem(span));
        expect(scaled.counts, `T = ${span}`).toEqual(unit.counts);
        // Powers of a thousand are rounded, and so are the steps: an ulp of a step's error may be 1e-6 of the next step.
        const near = unit.numbers.map((value) => Math.max(1e-3, Math.abs(value)));
        const off = scaled.numbers.map((v, i) => Math.abs(v - (unit.numbers[i] as number)));
        expect(Math.max(...off.map((d, i) => d / (near[i] as number))), `T = ${span}`).toBeLessThan(
          1e-10,
        );
      }
    }
  });
});
