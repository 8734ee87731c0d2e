import {
  flattenTree,
  InvalidDynamicsError,
  MissingGradientError,
  ReleasedError,
  type State,
  type Tree,
} from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { dynamics } from "./dynamics.js";
import type { AnyFloat64Function, Float64Function } from "./float64-function.js";

function dynamicsOf(func: AnyFloat64Function, tree: Tree<Float64Array>) {
  const { leaves, structure } = flattenTree(tree, isFloat64Array);
  return dynamics(func, { t0: 0, y0: leaves, structure, differentiate: true });
}

const calls = { evaluate: 0, vjp: 0 };

/** q' = w·p + t, p' = −k·q: a record of two arrays, with a record of two parameters. */
type Pair = { readonly q: Float64Array; readonly p: Float64Array };
type Constants = { readonly w: Float64Array; readonly k: Float64Array };
const oscillator: Float64Function<Pair, Constants> = {
  parameters: { w: Float64Array.of(2), k: Float64Array.of(5) },
  evaluate(t, y, { w, k }, dy) {
    calls.evaluate++;
    dy.q[0] = (w[0] as number) * (y.p[0] as number) + t;
    dy.p[0] = -(k[0] as number) * (y.q[0] as number);
  },
  vjp(_t, y, { w, k }, g, yBar, bars) {
    calls.vjp++;
    const [gq, gp] = [g.q[0] as number, g.p[0] as number];
    yBar.q[0] = -(k[0] as number) * gp;
    yBar.p[0] = (w[0] as number) * gq;
    bars.w[0] = gq * (y.p[0] as number);
    bars.k[0] = -gp * (y.q[0] as number);
  },
};

const y: State<Float64Array> = [Float64Array.of(3), Float64Array.of(7)];
const g: State<Float64Array> = [Float64Array.of(10), Float64Array.of(100)];
const value = [Float64Array.of(2 * 7 + 0.5), Float64Array.of(-15)];
const yBar = [Float64Array.of(-500), Float64Array.of(20)];
const bars = [Float64Array.of(70), Float64Array.of(-300)];
const f = dynamicsOf(oscillator, { q: Float64Array.of(3), p: Float64Array.of(7) });

describe("The dynamics of a function object", () => {
  test("evaluate f in new arrays, through the structure of the state.", () => {
    expect(f.evaluate(0.5, y)).toEqual(value);
    expect(f.evaluate(0.5, y)[0]).not.toBe(f.evaluate(0.5, y)[0]);
  });

  test("pass a single array as such, a copy, and zeros to write to.", () => {
    const seen: Array<unknown> = [];
    const single = Float64Array.of(1, 2);
    const func: Float64Function = {
      evaluate(t, y, _p, dy) {
        seen.push(t, y, dy.slice());
        dy.set(y);
      },
    };
    const result = dynamicsOf(func, single).evaluate(4, [single]);
    expect(seen).toEqual([4, single, Float64Array.of(0, 0)]);
    expect(seen[1]).not.toBe(single);
    expect(result).toEqual([single]);
    expect(result[0]).not.toBe(single);
  });

  test("pass a list of one array as a list.", () => {
    const func: Float64Function<[Float64Array]> = { evaluate: (_t, [y], _p, [dy]) => dy.set(y) };
    const single = Float64Array.of(1, 2);
    expect(dynamicsOf(func, [single]).evaluate(0, [single])).toEqual([single]);
  });

  test("pull back to the state and to the requested parameters, in that order.", () => {
    const pulled = (wrt: ReadonlyArray<number>) => f.pullback(0.5, y, g, wrt).parameters;
    expect(f.pullback(0.5, y, g, [0, 1]).y).toEqual(yBar);
    expect(pulled([0, 1])).toEqual(bars);
    expect(pulled([1, 0])).toEqual([bars[1], bars[0]]);
    expect(pulled([1])).toEqual([bars[1]]);
    expect(pulled([])).toEqual([]);
  });

  test("start each pullback from zeros, so that a vjp that adds returns the same twice.", () => {
    const adding: Float64Function = {
      parameters: Float64Array.of(1),
      evaluate() {},
      vjp(_t, _y, _p, g, yBar, pBar) {
        yBar[0] = (yBar[0] as number) + (g[0] as number);
        pBar[0] = (pBar[0] as number) + (g[0] as number);
      },
    };
    const one = [Float64Array.of(1)];
    const added = dynamicsOf(adding, Float64Array.of(1));
    for (let time = 0; time < 2; time++) {
      const { y, parameters } = added.pullback(0, one, one, [0]);
      expect([y, parameters]).toEqual([one, one]);
    }
  });

  test("evaluate f in a pullback only if its value is requested.", () => {
    calls.evaluate = 0;
    calls.vjp = 0;
    const pulled = f.pullback(0.5, y, g, [0, 1]);
    expect(calls).toEqual({ evaluate: 0, vjp: 1 });
    expect(pulled.value).toEqual(value);
    expect(calls).toEqual({ evaluate: 1, vjp: 1 });
  });

  test("record an evaluation that can be pulled back repeatedly until it is released.", () => {
    calls.evaluate = 0;
    const recorded = f.record(0.5, y);
    expect(calls.evaluate).toBe(1);
    expect(recorded.value).toEqual(value);
    for (let time = 0; time < 2; time++) {
      expect(recorded.pullback(g, [0, 1]).y).toEqual(yBar);
      expect(recorded.pullback(g, [1]).parameters).toEqual([bars[1]]);
    }
    expect(calls.evaluate).toBe(1);
    recorded.release();
    recorded.release();
    expect(() => recorded.pullback(g, [])).toThrow(ReleasedError);
  });

  test("return zeros if f does not depend on the state or on a parameter.", () => {
    const constant: Float64Function = {
      parameters: Float64Array.of(1, 2),
      evaluate: (_t, _y, _p, dy) => dy.fill(1),
      vjp() {},
    };
    const pulled = dynamicsOf(constant, Float64Array.of(1)).pullback(0, y, g, [0]);
    expect(pulled.y).toEqual([Float64Array.of(0), Float64Array.of(0)]);
    expect(pulled.parameters).toEqual([Float64Array.of(0, 0)]);
  });

  test("solve without a vjp, and throw if a gradient is computed.", () => {
    const { evaluate, parameters } = oscillator;
    const bare = dynamicsOf({ evaluate, parameters } as Float64Function<Pair, Constants>, {
      q: y[0] as Float64Array,
      p: y[1] as Float64Array,
    });
    expect(bare.evaluate(0.5, y)).toEqual(value);
    for (const attempt of [() => bare.record(0, y), () => bare.pullback(0, y, g, [])]) {
      expect(attempt).toThrow(MissingGradientError);
      expect(attempt).toThrow(/func has no vjp .*evaluate.* vjp\(t, y, p, g, yBar, pBar\)/);
    }
  });
});

describe("A function object that returns instead of writing", () => {
  const single = Float64Array.of(2);
  const returning = (result: (dy: Float64Array) => unknown): AnyFloat64Function =>
    ({ evaluate: (_t, _y, _p, dy) => result(dy) }) as Float64Function;
  const evaluated = (result: (dy: Float64Array) => unknown) => () =>
    dynamicsOf(returning(result), single).evaluate(0, [single]);

  test("is an error if it wrote nothing.", () => {
    for (const result of [() => Float64Array.of(1), () => [1], async () => 1]) {
      expect(evaluated(result)).toThrow(InvalidDynamicsError);
      expect(evaluated(result)).toThrow(/func\.evaluate must write into .* Write dy\[i\] = …/);
    }
  });

  test("is accepted if it returns a number or its own target, or has also written.", () => {
    expect(evaluated(() => 1)()).toEqual([Float64Array.of(0)]);
    expect(evaluated((dy) => dy)()).toEqual([Float64Array.of(0)]);
    expect(evaluated((dy) => [dy.fill(3)])()).toEqual([Float64Array.of(3)]);
    expect(evaluated((dy) => [dy.fill(Number.NaN)])()).toEqual([Float64Array.of(Number.NaN)]);
  });

  test("is accepted if it returns its target tree, with nothing to write at an equilibrium.", () => {
    const func = { evaluate: (_t: number, _y: Pair, _p: unknown, dy: Pair) => dy };
    const zero = { q: Float64Array.of(0), p: Float64Array.of(0) };
    expect(dynamicsOf(func, zero).evaluate(0, [zero.q, zero.p])).toEqual([zero.q, zero.p]);
  });

  test("is detected in a vjp, too, unless the cotangent is zero.", () => {
    const vjp = (() => ({ yBar: [1] })) as unknown as Required<Float64Function>["vjp"];
    const f = dynamicsOf({ evaluate() {}, vjp }, single);
    expect(() => f.pullback(0, [single], [single], [])).toThrow(InvalidDynamicsError);
    expect(() => f.pullback(0, [single], [single], [])).toThrow(/func\.vjp must write/);
    const zero = [Float64Array.of(0)];
    expect(f.pullback(0, [single], zero, []).y).toEqual(zero);
  });
});
