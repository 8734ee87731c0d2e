import { lotkaVolterra, maxRelativeError } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { allAdjoints } from "../support/all-adjoints.js";
import { differentiate, solveProblem } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { methodNames } from "../support/method-names.js";
import { recordedSteps } from "../support/recorded-steps.js";

describe("Steps as they are recorded", () => {
  const grids: ReadonlyArray<readonly [string, ReadonlyArray<number>]> = [
    ["from 0", [0, 0.1, 0.3, 1 / 3, 1]],
    ["backward", [1, 0.7, 0.1, -0.3]],
    ["far from 0", [1e9, 1e9 + 0.1, 1e9 + 0.7]],
    ["with two times an ulp apart", [0, 0.3, 0.3 * (1 + Number.EPSILON), 1]],
  ];

  test.each(grids)(
    "lead from time to time without a gap, and end exactly at the outputs: %s.",
    (_, times) => {
      for (const method of ["dopri5", "bosh3", "rk4"] as const) {
        const steps = recordedSteps(lotkaVolterra(), times, { method, stepT: [0.5] });
        const outputs: Array<number> = [];
        steps.forEach((step, n) => {
          expect(step.t).toBe(n === 0 ? times[0] : steps[n - 1]?.end);
          expect(Math.abs(step.h - (step.end - step.t))).toBeLessThanOrEqual(
            Number.EPSILON * Math.abs(step.h),
          );
          for (const { index, theta } of step.outputs) {
            expect(step.end).toBe(times[index]);
            expect(theta).toBe(1);
            outputs.push(index);
          }
        });
        expect(steps.at(-1)?.end).toBe(times.at(-1));
        expect(outputs).toEqual(times.slice(1).map((__, i) => i + 1));
        expect(steps.some(({ end }) => end === 0.5)).toBe((times[0] as number) < 2);
      }
    },
  );
});

describe("One output time", () => {
  test.each(methodNames)("returns y0 itself, without an evaluation, with %s.", (method) => {
    const { ys, t, stats, outcome } = solveProblem(lotkaVolterra(), [3], { method });
    expect(ys).toEqual(Float64Array.of(1, 1));
    expect(t).toEqual([3]);
    expect(outcome).toMatchObject({ kind: "success", t: 3 });
    expect(stats.forward).toMatchObject({ evaluations: 0, accepted: 0, rejected: 0 });
  });

  test.each(allAdjoints)("has the identity as its gradient with %s.", (_, adjoint) => {
    const got = differentiate(lotkaVolterra(), [3], Float64Array.of(0.25, -4), { adjoint });
    expect(got.y0).toEqual(Float64Array.of(0.25, -4));
    expect(got.parameters).toEqual(new Float64Array(4));
    expect(got.solution.stats.backward.vjps).toBe(0);
  });
});

describe("In decreasing time", () => {
  test("the backward pass ends where the forward pass began.", () => {
    const problem = lotkaVolterra();
    const tight = { rtol: 1e-10, atol: 1e-10 };
    const there = solveProblem(problem, [0, 3], tight);
    const back = solveProblem({ ...problem, y0: there.ys.slice(2) }, [3, 1, 0], tight);
    expect(back.t).toEqual([3, 1, 0]);
    expect(maxRelativeError(back.ys.slice(4), problem.y0)).toBeLessThan(1e-8);
  });

  test.each(exactAdjoints)(
    "outputs and gradients are those of the mirrored problem: %s.",
    (_, adjoint) => {
      const problem = lotkaVolterra();
      const mirrored = {
        ...problem,
        evaluate(...[t, y, p, dy]: Parameters<typeof problem.evaluate>) {
          problem.evaluate(-t, y, p, dy);
          dy.forEach((value, i) => {
            dy[i] = -value;
          });
        },
        vjp(...[t, y, p, g, yBar, pBar]: Parameters<typeof problem.vjp>) {
          const minus = g.map((value) => -value);
          problem.vjp(-t, y, p, minus, yBar, pBar);
        },
      };
      const cotangents = Float64Array.of(0, 1, 2, 0, -1, 3);
      const options = { rtol: 1e-6, atol: 1e-9, adjoint };
      const forward = differentiate(problem, [0, 0.5, 2], cotangents, options);
      const backward = differentiate(mirrored, [0, -0.5, -2], cotangents, options);
      expect(backward.solution.ys).toEqual(forward.solution.ys);
      expect(backward.y0).toEqual(forward.y0);
      expect(backward.parameters).toEqual(forward.parameters);
    },
  );
});
