import { describe, expect, test } from "vitest";
import { checkGradient, continuousAdjoint, float64, solve } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

type Numbers = Float64Array;

/** y' = −y + [t ≥ 1/2], with y(0) = 1: y = e^−t, then 1 + (e^−t − e^(1/2 − t)). */
const switched = {
  evaluate(t: number, [y = 0]: Numbers, _: Numbers, dy: Numbers) {
    dy[0] = -y + (t >= 0.5 ? 1 : 0);
  },
  vjp(_t: number, _y: Numbers, _: Numbers, [g = 0]: Numbers, yBar: Numbers) {
    yBar[0] = -g;
  },
  timeVjp: () => 0,
};
const decay = {
  evaluate(_t: number, [y = 0]: Numbers, _: Numbers, dy: Numbers) {
    dy[0] = -y;
  },
  vjp: switched.vjp,
};

const settings = {
  "landed outputs": {},
  "interpolated outputs": { interpolate: true },
  "equal steps": { method: "rk4", stepSize: 0.01 },
  "interpolated outputs between equal steps": { method: "rk4", stepSize: 0.01, interpolate: true },
  "steps of the intervals": { method: "rk4", stepsPerInterval: 30 },
} as const;

describe.each(Object.entries(settings))("With %s,", (_, options) => {
  test.each([...exactAdjoints, ["continuousAdjoint", continuousAdjoint()] as const])(
    "each of several equal output times has its own gradient (%s).",
    (__, adjoint) => {
      const times = Float64Array.of(0, 0, 0.5, 0.5, 0.5, 1, 1);
      const solution = solve(decay, Float64Array.of(1), times, {
        ...{ ...options, backend: float64, adjoint },
      });
      times.forEach((time, i) => {
        const only = times.map((_time, j) => (i === j ? 1 : 0));
        const { t } = solution.pullback(only, { times: true });
        // y(t_i − t_0), but for y0 itself.
        const rate = Math.exp(-time);
        const expected = times.map((_time, j) =>
          i === 0 ? 0 : j === i ? -rate : j === 0 ? rate : 0,
        );
        expect([...(t as Numbers)]).toEqual([...expected].map((x) => expect.closeTo(x, 6)));
      });
    },
  );

  test.each(exactAdjoints)("an output at a jump does not move the jump (%s).", (__, adjoint) => {
    const solution = solve(switched, Float64Array.of(1), Float64Array.of(0, 0.5, 1), {
      ...{ ...options, backend: float64, adjoint, jumpT: Float64Array.of(0.5) },
    });
    const gradient = (...cotangents: Array<number>) => {
      const { t, jumpT } = solution.pullback(Float64Array.from(cotangents), { times: true });
      return [...(t as Numbers), ...(jumpT as Numbers)];
    };
    const [half, end] = [Math.exp(-0.5), Math.exp(-1)];
    const close = (values: Array<number>) => values.map((x) => expect.closeTo(x, 6));
    expect(gradient(0, 1, 0)).toEqual(close([half, -half, 0, 0]));
    expect(gradient(0, 0, 1)).toEqual(close([end, 0, half - end, -half]));
  });
});

test("checkGradient checks interpolated outputs at times between equal steps.", async () => {
  const times = Float64Array.of(0, 0.5, 1, 1.9, 2);
  const { largestError } = await checkGradient(decay, Float64Array.of(1), times, {
    ...{ backend: float64, method: "rk4", stepSize: 0.25, interpolate: true },
  });
  expect(largestError).toBeLessThan(1e-8);
});
