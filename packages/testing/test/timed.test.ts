import { describe, expect, test } from "vitest";
import { Complex, complex, complexTimed, only, timedProblem } from "../src/index.js";

const { f, save, condition, reset } = timedProblem();
const t = 0.8;
const y = Float64Array.of(0.3, -1.1);
const p = f.parameters;

/** f as a function that returns its value. */
const slope = {
  evaluate(t: number, y: Float64Array, p: Float64Array) {
    const dy = new Float64Array(2);
    f.evaluate(t, y, p, dy);
    return dy;
  },
  vjp: f.vjp,
  timeVjp: f.timeVjp,
};
const functions = { f: slope, save, condition, reset };
const names = ["f", "save", "condition", "reset"] as const;

describe.each(names)("%s of the timed problem", (name) => {
  const func = functions[name];
  const value = func.evaluate(t, y, p);
  const g = typeof value === "number" ? 1.7 : value.map((_, i) => 1.7 - i);
  const weights = typeof g === "number" ? [g] : [...g];

  /** d(gᵀvalue) along one unit vector, by a complex step. */
  function slopeAlong(which: "t" | "y" | "p", j = 0): number {
    const h = 1e-30;
    const stepped = (values: ArrayLike<number>, of: string) =>
      Array.from(values, (x, i) => new Complex(x, which === of && i === j ? h : 0));
    const at = [only(stepped([t], "t")), stepped(y, "y"), stepped(p, "p")] as const;
    const result = complexTimed[name](...at);
    return result.reduce((sum, { im }, i) => sum + (weights[i] as number) * (im / h), 0);
  }

  test("has the same value with complex numbers.", () => {
    const exact = complexTimed[name](complex(t), Array.from(y, complex), Array.from(p, complex));
    const values = typeof value === "number" ? [value] : [...value];
    for (const [i, { re }] of exact.entries()) expect(values[i]).toBeCloseTo(re, 15);
  });

  test("has the right derivatives for the state, every parameter and the time.", () => {
    const [yBar, pBar] = [new Float64Array(2), new Float64Array(7)];
    (func.vjp as (...all: ReadonlyArray<unknown>) => void)(t, y, p, g, yBar, pBar);
    for (const [j, bar] of yBar.entries()) expect(bar).toBeCloseTo(slopeAlong("y", j), 14);
    for (const [j, bar] of pBar.entries()) expect(bar).toBeCloseTo(slopeAlong("p", j), 14);
    const tBar = (func.timeVjp as (...all: ReadonlyArray<unknown>) => number)(t, y, p, g);
    expect(tBar).toBeCloseTo(slopeAlong("t"), 14);
  });
});

test("The condition grows through 0 once, before t = 0.75.", () => {
  const signs: Array<number> = [];
  let state = f.y0;
  for (let n = 0; n <= 400; n++) {
    signs.push(Math.sign(condition.evaluate(n / 200, state, p)));
    const k = slope.evaluate(n / 200, state, p);
    state = state.map((value, i) => value + (k[i] as number) / 200);
  }
  expect(signs[0]).toBe(-1);
  expect(signs.slice(150)).toEqual(new Array(251).fill(1));
  expect(signs.filter((sign, i) => i > 0 && sign !== signs[i - 1])).toEqual([1]);
});
