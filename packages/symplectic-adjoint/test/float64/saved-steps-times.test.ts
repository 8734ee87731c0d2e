import { expect, test } from "vitest";
import { continuousAdjoint, float64, solve } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

type Numbers = Float64Array;

/** y' = −y */
const decay = {
  evaluate(_t: number, [y = 0]: Numbers, _: Numbers, dy: Numbers) {
    dy[0] = -y;
  },
  vjp(_t: number, _y: Numbers, _: Numbers, [g = 0]: Numbers, yBar: Numbers) {
    yBar[0] = -g;
  },
};

test.each([...exactAdjoints, ["continuousAdjoint", continuousAdjoint()] as const])(
  "Rows of equal steps move with the last time (%s).",
  (_, adjoint) => {
    for (const grid of [{ stepSize: 0.1 }, { stepsPerInterval: 10 }]) {
      const solution = solve(decay, Float64Array.of(1), Float64Array.of(0, 1), {
        ...{ ...grid, backend: float64, method: "rk4", adjoint, saveSteps: true },
      });
      expect(solution.t.length).toBe(11);
      // Row k is y at t_0 + k (t_1 − t_0) / 10.
      const { t } = solution.pullback(new Float64Array(11).fill(1), { times: true });
      const byEnd = solution.t.reduce((sum, time) => sum - time * Math.exp(-time), 0);
      expect([...(t as Numbers)]).toEqual([expect.closeTo(-byEnd, 4), expect.closeTo(byEnd, 4)]);
    }
  },
);
