import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arbitraryNetwork,
  arbitraryTableau,
  atEnd,
  decay,
  detest,
  directionalDerivative,
  forwardSensitivity,
  gradcheck,
  lotkaVolterra,
  maxRelativeError,
  plainGradient,
  plainLoop,
  plainRungeKutta,
  plainTimeGradient,
  sineSquare,
  smallTableaux,
  toButcherTableau,
  uniformSteps,
} from "../src/index.js";

const { dopri5, rk4 } = smallTableaux;

/** A problem, a tableau, three uneven steps, and cotangents of some of the four states. */
const discretisation = fc
  .record({
    problem: arbitraryNetwork(),
    tableau: arbitraryTableau().map((plain) => toButcherTableau(plain)),
    lengths: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 3 }),
    backward: fc.boolean(),
    seen: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ problem, tableau, lengths, backward, seen }) => {
    let end = 0.125;
    const steps = lengths.map((length) => {
      const step = { t: end, h: (backward ? -length : length) / 16 };
      end = step.t + step.h;
      return step;
    });
    const n = problem.y0.length;
    const cotangents = seen.map((wanted, m) =>
      wanted ? Float64Array.from({ length: n }, (_, d) => Math.cos(5 * m + d)) : undefined,
    );
    return { problem, tableau, steps, cotangents };
  });

const runs = { seed: 42, numRuns: 200 };

describe("For random networks, tableaux and steps", () => {
  test("the reverse loop and the tangents agree to 1e-13 in every component.", () => {
    fc.assert(
      fc.property(discretisation, ({ problem, tableau, steps, cotangents }) => {
        const gradient = plainGradient(problem, tableau, steps, cotangents);
        const component = (wrt: "y0" | "parameters") =>
          Array.from(problem[wrt], (_, i) => {
            const unit = new Float64Array(problem[wrt].length);
            unit[i] = 1;
            return directionalDerivative(problem, tableau, steps, { [wrt]: unit }, cotangents);
          });
        const actual = [...gradient.y0, ...gradient.parameters];
        const expected = [...component("y0"), ...component("parameters")];
        // Beside a cotangent of order one, so that a gradient of rounding errors is not held against nothing.
        expect(maxRelativeError([1, ...actual], [1, ...expected])).toBeLessThan(1e-13);
      }),
      runs,
    );
  });

  test("the derivatives by the steps and the tangents agree to 1e-13.", () => {
    fc.assert(
      fc.property(discretisation, ({ problem, tableau, steps, cotangents }) => {
        const { t, h } = plainTimeGradient(problem, tableau, steps, cotangents);
        const component = (wrt: "t" | "h") =>
          steps.map((_, i) => {
            const unit = steps.map((__, j) => (i === j ? 1 : 0));
            return directionalDerivative(problem, tableau, steps, { [wrt]: unit }, cotangents);
          });
        const expected = [...component("t"), ...component("h")];
        expect(maxRelativeError([1, ...t, ...h], [1, ...expected])).toBeLessThan(1e-13);
      }),
      runs,
    );
  });

  test("the gradient is that of the discrete map, by finite differences.", () => {
    fc.assert(
      fc.property(discretisation, ({ problem, tableau, steps, cotangents }) => {
        const n = problem.y0.length;
        const loss = (y0: Float64Array) => {
          const states = plainRungeKutta({ ...problem, y0 }, tableau, steps);
          return cotangents.reduce(
            (sum, g, m) =>
              sum + (g?.reduce((s, v, d) => s + v * (states[m * n + d] as number), 0) ?? 0),
            0,
          );
        };
        const gradient = plainGradient(problem, tableau, steps, cotangents);
        expect(gradcheck(loss, problem.y0, gradient.y0)).toEqual([]);
      }),
      { seed: 42, numRuns: 50 },
    );
  });
});

test("One step of a method multiplies the solution of y' = a y by its stability polynomial.", () => {
  const problem = decay({ y0: [2], parameters: [-0.5] });
  const z = -0.5 * 0.25;
  const r = 1 + z + z ** 2 / 2 + z ** 3 / 6 + z ** 4 / 24;
  const states = plainRungeKutta(problem, rk4, [{ t: 0, h: 0.25 }]);
  expect(maxRelativeError(states, [2, 2 * r])).toBeLessThan(1e-15);
});

test("A method that is FSAL takes one evaluation less per step after the first, with the same result.", () => {
  const problem = sineSquare();
  const steps = uniformSteps(0, 2, 8);
  let evaluations = 0;
  const counted: typeof problem = {
    ...problem,
    evaluate(...args) {
      evaluations++;
      problem.evaluate(...args);
    },
  };
  const states = plainRungeKutta(counted, dopri5, steps);
  expect(evaluations).toBe(7 + 7 * 6);
  expect(states).toEqual(plainRungeKutta(problem, { ...dopri5, fsal: false }, steps));
});

test("A FSAL method hands nothing over where the steps do not meet.", () => {
  const problem = sineSquare();
  const steps = [
    { t: 0, h: 0.25 },
    { t: 1, h: 0.25 },
  ];
  const states = plainRungeKutta(problem, dopri5, steps);
  expect(states).toEqual(plainRungeKutta(problem, { ...dopri5, fsal: false }, steps));
});

test("The reverse loop takes no VJP of stages that the solution does not depend on.", () => {
  const problem = lotkaVolterra({ t1: 1 });
  let vjps = 0;
  const counted: typeof problem = {
    ...problem,
    vjp(...args) {
      vjps++;
      problem.vjp(...args);
    },
  };
  const steps = uniformSteps(0, 1, 5);
  plainGradient(counted, dopri5, steps, atEnd(steps, [1, 1]));
  expect(vjps).toBe(5 * 6);
});

test("A loop can run again, with more and with fewer steps and from another start.", () => {
  const problem = lotkaVolterra({ t1: 1 });
  const loop = plainLoop(problem, dopri5);
  for (const count of [3, 10, 5]) {
    const steps = uniformSteps(0, 1, count);
    const moved = lotkaVolterra({ t1: 1, y0: [1, count] });
    const states = loop.forward(steps, moved.y0).slice();
    const cotangents = atEnd(steps, [1, -1]);
    expect(states).toEqual(plainRungeKutta(moved, dopri5, steps));
    const gradient = loop.backward(cotangents);
    expect(gradient).toEqual(plainGradient(moved, dopri5, steps, cotangents));
    expect(loop.backward(cotangents)).toEqual(gradient);
  }
});

test("No steps give the start and its own cotangent back.", () => {
  const problem = decay();
  expect(plainRungeKutta(problem, rk4, [])).toEqual(problem.y0);
  const { y0, parameters } = plainGradient(problem, rk4, [], [[1, 2, 3]]);
  expect([...y0, ...parameters]).toEqual([1, 2, 3, 0]);
});

test("What does not fit is refused with a sentence that says what to pass.", () => {
  const problem = decay();
  const steps = uniformSteps(0, 1, 2);
  expect(() => plainGradient(problem, rk4, steps, [[1, 1, 1]])).toThrow(/must have 3 entries/);
  expect(() => plainTimeGradient(problem, rk4, steps, [])).toThrow(/atEnd/);
  expect(() => directionalDerivative(problem, rk4, steps, {}, [])).toThrow(/must have 3 entries/);
  expect(() => plainLoop(problem, rk4).forward(steps, [1])).toThrow(/must have 3 components/);
  const [a1] = detest();
  expect(() => forwardSensitivity(a1 ?? problem, rk4, steps, {})).toThrow(/has no jvp/);
});
