import { describe, expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

type Numbers = Float64Array;
const [h0, e, g] = [5, 0.8, 9.8];

/** A ball: x' = v, v' = −g; it bounces off the floor with v⁺ = −e v. */
const ball = {
  parameters: Float64Array.of(e, g),
  evaluate(_t: number, [, v = 0]: Numbers, [, gravity = 0]: Numbers, dy: Numbers) {
    dy[0] = v;
    dy[1] = -gravity;
  },
  vjp(_t: number, _y: Numbers, _p: Numbers, [a = 0, b = 0]: Numbers, yBar: Numbers, pBar: Numbers) {
    yBar[1] = (yBar[1] as number) + a;
    pBar[1] = (pBar[1] as number) - b;
  },
};
const floor = {
  condition: {
    evaluate: (_t: number, [x = 0]: Numbers) => x,
    vjp(_t: number, _y: Numbers, _p: Numbers, a: number, yBar: Numbers) {
      yBar[0] = (yBar[0] as number) + a;
    },
  },
  direction: -1,
  reset: {
    evaluate: (_t: number, [x = 0, v = 0]: Numbers, [c = 0]: Numbers) => Float64Array.of(x, -c * v),
    vjp(
      _t: number,
      [, v = 0]: Numbers,
      [c = 0]: Numbers,
      [a = 0, b = 0]: Numbers,
      yBar: Numbers,
      pBar: Numbers,
    ) {
      yBar[0] = (yBar[0] as number) + a;
      yBar[1] = (yBar[1] as number) - c * b;
      pBar[0] = (pBar[0] as number) - v * b;
    },
  },
} as const;

/** x(t) after the first bounce is e √(2 g h0) s − g s²/2 with s = t − √(2 h0 / g); its derivatives for h0, e, g. */
function height(t: number): ReadonlyArray<number> {
  const root = Math.sqrt(2 * g * h0);
  const s = t - Math.sqrt((2 * h0) / g);
  const v = e * root - g * s;
  const byH0 = (e * g * s) / root - v / Math.sqrt(2 * h0 * g);
  const byG = (e * h0 * s) / root - (s * s) / 2 + (v * Math.sqrt((2 * h0) / g)) / (2 * g);
  return [byH0, root * s, byG];
}

describe.each(exactAdjoints)("%s", (_, adjoint) => {
  test("has the gradient of dense output in the step after a reset, which moves with the event.", () => {
    const times = [1.1, 1.2, 1.3];
    const solution = solve(ball, Float64Array.of(h0, 0), [0, 1.5], {
      ...{ backend: float64, method: "rk4", stepsPerInterval: 2, adjoint, dense: true },
      events: [floor],
    });
    const weights = [1, -2, 3];
    const states = Float64Array.from(weights.flatMap((weight) => [weight, 0]));
    const zeros = new Float64Array(4);
    const found = solution.pullback(zeros, { dense: { t: times, states } });
    const rows = times.map(height);
    const expected = [0, 1, 2].map((i) =>
      rows.reduce((sum, row, k) => sum + (weights[k] as number) * (row[i] as number), 0),
    );
    expect([found.y0[0], ...(found.parameters[0] as Numbers)]).toEqual(
      expected.map((value) => expect.closeTo(value, 10)),
    );
  });
});
