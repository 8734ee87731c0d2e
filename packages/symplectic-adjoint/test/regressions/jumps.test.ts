import {
  atEnd,
  maxRelativeError,
  type PlainSteps,
  plainGradient,
  plainRungeKutta,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { type MethodName, tableaux } from "../../src/index.js";
import { differentiate } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { jumping, smoothPart } from "../support/jumping.js";
import { adaptiveMethods, methodNames } from "../support/method-names.js";

// In the PyTorch reference, where f jumps, recomputation and VJP see other stage times than the forward pass; and where time
// decreases, stepT and jumpT are ignored.

/** x(1) and dx(1)/dx(0): x(½) = e^(−¼) x(0), then x(1) = x(½)/(1 − x(½)/2). */
const middle = Math.exp(-1 / 4);
const end = middle / (1 - middle / 2);
const slope = middle / (1 - middle / 2) ** 2;

/** The exact gradient of the discrete solution: each side of the jump by its own smooth f. */
function gradientBySides(method: MethodName, steps: PlainSteps, jump = 0.5) {
  const tableau = tableaux[method];
  const at = steps.findIndex(({ t }) => t === jump);
  const [before, after] = [steps.slice(0, at), steps.slice(at)];
  const decreasing = (steps[0]?.h as number) < 0;
  const [first, second] = decreasing ? (["right", "left"] as const) : (["left", "right"] as const);
  const states = plainRungeKutta({ ...smoothPart(first) }, tableau, before);
  const y0 = states.slice(-1);
  const lambda = plainGradient({ ...smoothPart(second), y0 }, tableau, after, atEnd(after, [1]));
  return plainGradient(smoothPart(first), tableau, before, atEnd(before, lambda.y0)).y0;
}

describe.each(exactAdjoints)("Across a jump of f, %s", (_, adjoint) => {
  test.each(adaptiveMethods)(
    "with %s and jumpT has the gradient of the discrete solution.",
    (method) => {
      const options = { method, jumpT: [0.5], rtol: 1e-4, atol: 1e-4, adjoint };
      const { y0, steps } = differentiate(jumping, [0, 1], Float64Array.of(0, 1), options);
      expect(maxRelativeError(y0, gradientBySides(method, steps))).toBeLessThan(1e-14);
    },
  );

  test.each(methodNames)(
    "with %s and the jump on a point of a fixed grid has it too.",
    (method) => {
      const options = { method, stepsPerInterval: 3, adjoint };
      const cotangents = Float64Array.of(0, 0, 1);
      const { y0, steps } = differentiate(jumping, [0, 0.5, 1], cotangents, options);
      expect(maxRelativeError(y0, gradientBySides(method, steps))).toBeLessThan(1e-14);
    },
  );

  test("has the continuous gradient 2.0889 as the tolerance goes down.", () => {
    const options = { jumpT: [0.5], rtol: 1e-12, atol: 1e-12, adjoint };
    const { solution, y0 } = differentiate(jumping, [0, 1], Float64Array.of(0, 1), options);
    expect(solution.ys[1]).toBeCloseTo(end, 10);
    expect(y0[0]).toBeCloseTo(slope, 10);
    expect(slope).toBeCloseTo(2.08888, 5);
  });

  test("has the gradient of the computed solution if FSAL carries k_1 across the jump, without jumpT.", () => {
    const options = { stepT: [0.5], rtol: 1e-4, atol: 1e-4, adjoint };
    const { y0, solution } = differentiate(jumping, [0, 1], Float64Array.of(0, 1), options);
    const reference = differentiate(jumping, [0, 1], Float64Array.of(0, 1), {
      ...options,
      adjoint: exactAdjoints.at(-1)?.[1],
    });
    expect(solution.ys).toEqual(reference.solution.ys);
    expect(maxRelativeError(y0, reference.y0)).toBeLessThan(1e-14);
  });
});

describe("In decreasing time", () => {
  const backward = { ...jumping, t0: 1, t1: 0 };
  const starts = (steps: PlainSteps) => steps.map(({ t }) => t);

  test("steps end at stepT and jumpT.", () => {
    const options = { stepT: [0.8, 0.25], jumpT: [0.5], rtol: 1e-3, atol: 1e-3 };
    const { steps } = differentiate(backward, [1, 0], Float64Array.of(0, 1), options);
    for (const time of [0.8, 0.5, 0.25]) expect(starts(steps)).toContain(time);
  });

  test.each(exactAdjoints)("f is evaluated on the step's side of the jump: %s.", (_, adjoint) => {
    for (const method of adaptiveMethods) {
      const options = { method, jumpT: [0.5], rtol: 1e-4, atol: 1e-4, adjoint };
      const { y0, steps } = differentiate(backward, [1, 0], Float64Array.of(0, 1), options);
      expect(maxRelativeError(y0, gradientBySides(method, steps))).toBeLessThan(1e-14);
    }
  });

  test("the solution is the closed form: x(½) = 1/(1 + ½), x(0) = e^¼ x(½).", () => {
    const options = { jumpT: [0.5], rtol: 1e-12, atol: 1e-12 };
    const { solution } = differentiate(backward, [1, 0], Float64Array.of(0, 1), options);
    expect(solution.ys[1]).toBeCloseTo(Math.exp(1 / 4) / 1.5, 10);
  });

  test("a jump that is announced costs fewer evaluations than one that is not.", () => {
    const count = (jumpT: ReadonlyArray<number>) => {
      const { solution } = differentiate(backward, [1, 0], Float64Array.of(0, 1), { jumpT });
      return solution.stats.forward.evaluations;
    };
    expect(count([0.5])).toBeLessThan(count([]));
  });
});
