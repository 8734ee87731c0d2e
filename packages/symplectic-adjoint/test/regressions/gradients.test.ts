import {
  atEnd,
  decay,
  lotkaVolterra,
  maxRelativeError,
  plainGradient,
  torchExp,
  uniformSteps,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { float64, oneCheckpoint, solve, tableaux } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

// Gradients that the PyTorch reference gets wrong or lacks: that of y0 doubled, none of Euler's method, none of parameters that f
// does not use, and no second pullback. In float64.

const times = [0, 0.5, 1];

test("With one checkpoint the gradient of y0 is not doubled.", () => {
  const problem = decay({ y0: [1], parameters: [-0.7] });
  const { y0 } = differentiate(problem, [0, 1], Float64Array.of(0, 1), {
    adjoint: oneCheckpoint(),
  });
  expect(y0[0]).toBeCloseTo(Math.exp(-0.7), 7);
  // With a cotangent of the first output too, that one is added once.
  const both = differentiate(problem, [0, 1], Float64Array.of(1, 1), { adjoint: oneCheckpoint() });
  expect(both.y0[0]).toBeCloseTo(1 + Math.exp(-0.7), 7);
});

test.each(exactAdjoints)("Euler's method has a gradient with %s.", (_, adjoint) => {
  const problem = lotkaVolterra({ t1: 1 });
  const options = { method: "euler", stepsPerInterval: 8, adjoint } as const;
  const got = differentiate(problem, [0, 1], Float64Array.of(0, 0, 1, -2), options);
  const steps = uniformSteps(0, 1, 8);
  const expected = plainGradient(problem, tableaux.euler, steps, atEnd(steps, [1, -2]));
  expect(maxRelativeError(got.y0, expected.y0)).toBeLessThan(1e-14);
  expect(maxRelativeError(got.parameters, expected.parameters)).toBeLessThan(1e-14);
});

describe.each(allAdjoints)("With %s", (_, adjoint) => {
  test("a parameter that f does not read has the gradient zero.", () => {
    const used = Float64Array.of(-0.7);
    const unused = Float64Array.of(4, 5, 6);
    const func = {
      parameters: { used, unused },
      evaluate: (
        _t: number,
        y: Float64Array,
        p: { used: Float64Array; unused: Float64Array },
        dy: Float64Array,
      ) => {
        dy[0] = (p.used[0] as number) * (y[0] as number);
      },
      vjp(
        _t: number,
        y: Float64Array,
        p: { used: Float64Array; unused: Float64Array },
        g: Float64Array,
        yBar: Float64Array,
        pBar: { used: Float64Array; unused: Float64Array },
      ) {
        yBar[0] = (yBar[0] as number) + (p.used[0] as number) * (g[0] as number);
        pBar.used[0] = (pBar.used[0] as number) + (y[0] as number) * (g[0] as number);
      },
    };
    const solution = solve(func, Float64Array.of(1), times, { backend: float64, adjoint });
    const { parameters } = solution.pullback(Float64Array.of(0, 0, 1));
    expect(parameters).toHaveLength(2);
    expect(parameters[0]).toHaveLength(1);
    expect(parameters[0]?.[0]).toBeCloseTo(Math.exp(-0.7), 5);
    expect(parameters[1]).toEqual(new Float64Array(3));
  });

  test("an f that does not depend on y has the identity as its gradient of y0.", () => {
    const problem = torchExp({ t0: 0, y0: [2] });
    const { y0 } = differentiate(problem, times, Float64Array.of(0.5, 2, 3), { adjoint });
    expect(y0).toEqual(Float64Array.of(5.5));
  });

  test("an f without parameters has no gradients of them.", () => {
    const func = { evaluate: () => {}, vjp: () => {} };
    const solution = solve(func, Float64Array.of(1), times, { backend: float64, adjoint });
    expect(solution.parameters).toEqual([]);
    expect(solution.pullback(Float64Array.of(1, 1, 1))).toEqual({
      y0: Float64Array.of(3),
      parameters: [],
    });
  });
});

test.each(allAdjoints)(
  "With %s a second pullback, and a third, are bitwise the first.",
  (_, adjoint) => {
    const problem = lotkaVolterra({ t1: 1 });
    const cotangents = Float64Array.of(0, 0, 0.5, -1, 1, 2);
    const { solution, y0, parameters } = differentiate(problem, times, cotangents, { adjoint });
    for (let again = 0; again < 2; again++)
      expect(solution.pullback(cotangents)).toEqual({ y0, parameters: [parameters] });
    // Another cotangent in between leaves no trace; the pullback is linear.
    const doubled = solution.pullback(cotangents.map((value) => 2 * value));
    expect(
      maxRelativeError(
        doubled.y0.map((value) => value / 2),
        y0,
      ),
    ).toBeLessThan(1e-3);
    expect(solution.pullback(cotangents).y0).toEqual(y0);
  },
);
