import { describe, expect, test } from "vitest";
import { float64, planMemory, solve, symplecticAdjoint } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

type Numbers = Float64Array;
const first = (values: Numbers): number => values[0] as number;

/** y' = p cos(t) y */
const forced = {
  parameters: Float64Array.of(0.8),
  evaluate(t: number, y: Numbers, p: Numbers, dy: Numbers) {
    dy[0] = first(p) * Math.cos(t) * first(y);
  },
  vjp(t: number, y: Numbers, p: Numbers, g: Numbers, yBar: Numbers, pBar: Numbers) {
    yBar[0] = first(p) * Math.cos(t) * first(g);
    pBar[0] = Math.cos(t) * first(y) * first(g);
  },
  timeVjp: (t: number, y: Numbers, p: Numbers, g: Numbers) =>
    -first(p) * Math.sin(t) * first(y) * first(g),
};
const y0 = Float64Array.of(1.5);
const inside = [0.3, 0.35, 1.4, 1.7];
const cotangents = Float64Array.of(1, -2, 0.5, 0.25);
const near = (a: ArrayLike<number> = [], b: ArrayLike<number> = [], digits = 12) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i] as number, digits);
};

describe.each(exactAdjoints)("%s", (_name, adjoint) => {
  test.each([
    ["forward", 2],
    ["backward", -2],
  ])("differentiates a dense solution like interpolated outputs, %s in time.", (_, end) => {
    const at = inside.map((t) => t * Math.sign(end));
    const options = { backend: float64, adjoint } as const;
    const dense = solve(forced, y0, Float64Array.of(0, end), { ...options, dense: true });
    const interpolated = solve(forced, y0, Float64Array.of(0, ...at, end), {
      ...{ ...options, interpolate: true },
    });
    near(dense.evaluate(at), interpolated.ys.slice(1, -1));
    const points = dense.pullback(undefined, { dense: { t: at, states: cotangents }, times: true });
    const rows = interpolated.pullback(Float64Array.of(0, ...cotangents, 0), { times: true });
    near(points.y0, rows.y0);
    near(points.parameters[0], rows.parameters[0]);
    near(points.t, [rows.t?.[0] as number, rows.t?.[at.length + 1] as number]);
    // Without times, the points within a step are summed first.
    const alone = dense.pullback(undefined, { dense: { t: at, states: cotangents } });
    near(alone.y0, points.y0);
    near(alone.parameters[0], points.parameters[0]);
  });

  test("differentiates the derivative of a dense solution, and both with outputs.", () => {
    const dense = solve(forced, y0, [0, 1, 2], { backend: float64, adjoint, dense: true });
    const slopes = dense.derivative(inside);
    const outputs = Float64Array.of(0, 1, 3);
    const { y0: bar } = dense.pullback(outputs, {
      dense: { t: inside, states: cotangents, derivatives: cotangents },
    });
    // The discrete solution is linear in y0.
    const states = dense.evaluate(inside);
    let sum = 0;
    for (const [i, c] of cotangents.entries())
      sum += c * ((states[i] as number) + (slopes[i] as number));
    for (const [i, c] of outputs.entries()) sum += c * (dense.ys[i] as number);
    expect(first(bar)).toBeCloseTo(sum / first(y0), 12);
  });
});

test("A dense solution is exact at the ends of steps, and close within.", () => {
  const { stats, ys, ...dense } = solve(forced, y0, [0, 2], {
    ...{ backend: float64, dense: true, rtol: 1e-9, atol: 1e-10 },
  });
  const exact = (t: number) => first(y0) * Math.exp(0.8 * Math.sin(t));
  let t = 0;
  for (const h of stats.stepSizes) {
    for (const part of [0, 0.25, 0.5, 0.9])
      near(dense.evaluate(t + part * h), [exact(t + part * h)], 7);
    t += h;
  }
  near(dense.evaluate(2), ys.slice(1), 15);
  expect(dense.evaluate(0)).toEqual(y0);
  expect(dense.evaluate([0, 2, 1]).length).toBe(3);
  for (const outside of [-0.1, 2.1, Number.NaN])
    expect(() => dense.evaluate(outside)).toThrow(/evaluate within the span|non-finite/);
});

test("A solution without dense output, or without times to differentiate, says what to write.", () => {
  const plain = solve(forced, y0, [0, 2], { backend: float64 });
  expect(() => plain.evaluate(1)).toThrow("Pass dense: true to the solve.");
  expect(() => plain.pullback(plain.ys, { times: true })).toThrow("Float64Array.of(0, 1)");
  expect(() => plain.pullback(plain.ys, { events: {} })).toThrow("Pass events");
  const dense = solve(forced, y0, [3], { backend: float64, dense: true });
  expect(() => dense.evaluate(3)).toThrow("has no step");
});

test("planMemory counts what interpolated outputs and dense output keep.", () => {
  const times = Array.from({ length: 200 }, (_, i) => i / 100);
  const peak = (options: object, t: ReadonlyArray<number> = times) =>
    planMemory(forced, y0, t, {
      ...{ backend: float64, adjoint: symplecticAdjoint(), method: "rk4", stepSize: 0.5 },
      ...options,
    }).peak;
  expect(peak({ interpolate: true })).toBeLessThan(peak({}));
  expect(peak({ interpolate: true })).toBeGreaterThan(peak({ interpolate: true }, [0, 2]));
});
