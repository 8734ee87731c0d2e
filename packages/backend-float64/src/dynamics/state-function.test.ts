import {
  flattenTree,
  InvalidArgumentError,
  InvalidDynamicsError,
  MissingGradientError,
  type State,
  type StateFunction,
  type Tree,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import { Complex, complex } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { dynamics } from "./dynamics.js";
import type { AnyFloat64Function, Float64Function } from "./float64-function.js";
import type { AnyFloat64StateFunction, Float64StateFunction } from "./float64-state-function.js";

type Returns = "scalar" | "state" | "tree";
type Named = readonly [name: string, func: unknown, returns: Returns];

function dynamicsWith(
  func: AnyFloat64Function,
  tree: Tree<Float64Array>,
  functions: ReadonlyArray<Named>,
  parameters?: Tree<Float64Array>,
) {
  const { leaves, structure } = flattenTree(tree, isFloat64Array);
  const requests = functions.map(([name, func, returns]) => ({ name, func, returns }));
  return dynamics(func, {
    t0: 0,
    y0: leaves,
    structure,
    parameters,
    differentiate: true,
    functions: requests,
  });
}

const rate = Float64Array.of(0.7);
const decay: Float64Function = {
  parameters: rate,
  evaluate: (_t, [y = 0], [k = 0], dy) => {
    dy[0] = -k * y;
  },
  vjp(_t, [y = 0], [k = 0], [g = 0], yBar, kBar) {
    yBar[0] = -k * g;
    kBar[0] = -y * g;
  },
};
const y0 = Float64Array.of(3);

function functionOf(func: unknown, returns: Returns = "scalar"): StateFunction<Float64Array> {
  const { functions } = dynamicsWith(decay, y0, [["save", func, returns]]);
  return functions?.[0] as StateFunction<Float64Array>;
}

/** sin(t y) + φ² y, for complex numbers, too. */
const wave = (t: Complex, y: Complex, phi: Complex) =>
  t.times(y).sin().plus(phi.times(phi).times(y));
const waveFunction: Float64StateFunction = {
  parameters: Float64Array.of(0.4),
  evaluate: (t, [y = 0], [phi = 0]) => wave(complex(t), complex(y), complex(phi)).re,
  vjp(t, [y = 0], [phi = 0], g, yBar, phiBar) {
    yBar[0] = (yBar[0] as number) + g * (t * Math.cos(t * y) + phi * phi);
    phiBar[0] = (phiBar[0] as number) + g * 2 * phi * y;
  },
  timeVjp: (t, [y = 0], _phi, g) => g * y * Math.cos(t * y),
};

describe("A function of time and state", () => {
  test("has its own parameters after those of f; its VJP equals the complex step.", () => {
    const f = dynamicsWith(decay, y0, [["events[0].condition", waveFunction, "scalar"]]);
    expect(f.parameters).toEqual([Float64Array.of(0.7), Float64Array.of(0.4)]);
    const condition = f.functions?.[0] as StateFunction<Float64Array>;
    const [t, y, phi, g] = [1.3, 3, 0.4, -2.5];
    const pulled = condition.pullback(t, [Float64Array.of(y)], [Float64Array.of(g)], [0, 1], true);
    const h = 1e-30;
    const step = (value: Complex) => (g * value.im) / h;
    expect(pulled.value[0]?.[0]).toBe(wave(complex(t), complex(y), complex(phi)).re);
    expect(pulled.y[0]?.[0]).toBeCloseTo(
      step(wave(complex(t), new Complex(y, h), complex(phi))),
      14,
    );
    expect(pulled.parameters[0]).toEqual(Float64Array.of(0));
    const toPhi = step(wave(complex(t), complex(y), new Complex(phi, h)));
    expect(pulled.parameters[1]?.[0]).toBeCloseTo(toPhi, 14);
    expect(pulled.t).toBeCloseTo(step(wave(new Complex(t, h), complex(y), complex(phi))), 14);
    expect(condition.structure).toEqual({ kind: "leaf" });
  });

  test("pulls back to the requested parameters, in their order; f's have zeros for its own.", () => {
    const f = dynamicsWith(decay, y0, [["save", waveFunction, "tree"]]);
    const save = f.functions?.[0] as StateFunction<Float64Array>;
    const one = [Float64Array.of(1)];
    const both = save.pullback(1, [y0], one, [1, 0]).parameters;
    expect(both.map((bar) => bar[0])).toEqual([2 * 0.4 * 3, 0]);
    expect(save.pullback(1, [y0], one, [1]).parameters).toEqual([both[0]]);
    expect(save.pullback(1, [y0], one, []).parameters).toEqual([]);
    expect(f.pullback(1, [y0], one, [1, 0]).parameters).toEqual([
      Float64Array.of(0),
      Float64Array.of(-3),
    ]);
    expect(f.record(1, [y0]).pullback(one, [0, 1]).parameters).toEqual([
      Float64Array.of(-3),
      Float64Array.of(0),
    ]);
  });

  test("shares the parameters of f if it has none of its own, and arrays that are the same.", () => {
    const seen: Array<unknown> = [];
    const sharing: Float64StateFunction<Float64Array, Float64Array> = {
      evaluate: (_t, [y = 0], p) => {
        seen.push(p);
        return y * (p[0] as number);
      },
      vjp(_t, [y = 0], _p, g, _yBar, pBar) {
        pBar[0] = y * g;
      },
    };
    const both: Float64StateFunction<Float64Array, { a: Float64Array; k: Float64Array }> = {
      parameters: { a: Float64Array.of(5), k: rate },
      evaluate: (_t, [y = 0], { a, k }) => y * (a[0] as number) * (k[0] as number),
      vjp(_t, [y = 0], { a, k }, g, _yBar, bars) {
        bars.a[0] = y * (k[0] as number) * g;
        bars.k[0] = y * (a[0] as number) * g;
      },
    };
    const f = dynamicsWith(decay, y0, [
      ["save", sharing, "tree"],
      ["events[0].condition", both, "scalar"],
    ]);
    expect(f.parameters).toEqual([rate, Float64Array.of(5)]);
    const [save, condition] = f.functions as ReadonlyArray<StateFunction<Float64Array>>;
    const one = [Float64Array.of(1)];
    expect(save?.pullback(0, [y0], one, [0, 1]).parameters).toEqual([
      Float64Array.of(3),
      Float64Array.of(0),
    ]);
    expect(seen[0]).toBe(rate);
    const pulled = condition?.pullback(0, [y0], one, [0, 1]).parameters;
    expect(pulled?.map((bar) => bar[0])).toEqual([15, 3 * 0.7]);
    const changed = f.watchParameters();
    (f.parameters[1] as Float64Array)[0] = 6;
    expect(changed()).toBe(1);
  });

  test("adds up the cotangents of an array that occurs twice among its own parameters.", () => {
    const twice = Float64Array.of(2);
    const square: Float64StateFunction<Float64Array, [Float64Array, Float64Array]> = {
      parameters: [twice, twice],
      evaluate: (_t, _y, [a, b]) => (a[0] as number) * (b[0] as number),
      vjp(_t, _y, [a, b], g, _yBar, [aBar, bBar]) {
        aBar[0] = (b[0] as number) * g;
        bBar[0] = (a[0] as number) * g;
      },
    };
    const f = dynamicsWith(decay, y0, [["save", square, "tree"]]);
    expect(f.parameters).toHaveLength(2);
    const pulled = f.functions?.[0]?.pullback(0, [y0], [Float64Array.of(1)], [0, 1]);
    expect(pulled?.parameters).toEqual([Float64Array.of(0), Float64Array.of(4)]);
  });

  test("gets the parameters given to the solve instead of its own.", () => {
    const given = Float64Array.of(2);
    const f = dynamicsWith(decay, y0, [["save", waveFunction, "tree"]], given);
    expect(f.parameters).toEqual([given]);
    expect(f.functions?.[0]?.evaluate(0, [y0])).toEqual([Float64Array.of(12)]);
  });

  test("returns any tree, copied, and gets cotangents in its structure.", () => {
    let cotangent: unknown;
    const buffer = Float64Array.of(0, 0);
    const save: AnyFloat64StateFunction = {
      evaluate: (_t: number, y: Float64Array) => {
        buffer[0] = y[0] as number;
        return { y, more: [buffer] };
      },
      vjp: (_t: number, _y: Float64Array, _p: unknown, g: unknown) => {
        cotangent = g;
      },
    } as AnyFloat64StateFunction;
    const func = functionOf(save, "tree");
    const value = func.evaluate(0, [y0]);
    func.evaluate(0, [Float64Array.of(9)]);
    expect(value).toEqual([Float64Array.of(3), Float64Array.of(3, 0)]);
    func.pullback(0, [y0], value, []);
    expect(cotangent).toEqual({ y: Float64Array.of(3), more: [Float64Array.of(3, 0)] });
  });

  test("may return its argument as a state.", () => {
    const reset = functionOf((_t: number, y: Float64Array) => y, "state");
    const [one, two] = [reset.evaluate(0, [y0]), reset.evaluate(0, [Float64Array.of(9)])];
    expect([one, two]).toEqual([[y0], [Float64Array.of(9)]]);
    expect(one[0]).not.toBe(y0);
  });

  test("does not change the state if it writes into its argument.", () => {
    const state = [Float64Array.of(3)];
    functionOf((_t: number, y: Float64Array) => y.fill(0)[0]).evaluate(0, state);
    expect(state).toEqual([Float64Array.of(3)]);
  });

  const wrong: ReadonlyArray<readonly [string, () => unknown, Returns, RegExp]> = [
    ["a promise", async () => 1, "scalar", /save\(t, y\) is a promise.* remove async/],
    ["nothing", () => undefined, "scalar", /save\(t, y\) must be a number \(got undefined\)/],
    ["two numbers", () => Float64Array.of(1, 2), "scalar", /must be a number/],
    ["nothing, as a tree", () => undefined, "tree", /is neither a number, a Float64Array/],
    ["no array", () => [], "tree", /is neither a number, a Float64Array/],
    ["a list of numbers", () => ({ a: [1] }), "tree", /save\(t, y\)\.a\[0\] is neither/],
    [
      "another length than y",
      () => Float64Array.of(1, 2),
      "state",
      /length 1, as in y0.*structure/,
    ],
    ["a number as a state", () => 1, "state", /must be a Float64Array of length 1/],
  ];
  test.each(wrong)("must not return %s.", (_, func, returns, message) => {
    const attempt = () => functionOf(func, returns).evaluate(0, [y0]);
    expect(attempt).toThrow(InvalidDynamicsError);
    expect(attempt).toThrow(message);
  });

  test("must return the same structure every time.", () => {
    const func = functionOf((t: number) => (t < 1 ? Float64Array.of(1) : [y0]), "tree");
    func.evaluate(0, [y0]);
    expect(() => func.evaluate(1, [y0])).toThrow(/another structure than the first time/);
  });

  test("may return NaN.", () => {
    expect(functionOf(() => Number.NaN).evaluate(0, [y0])).toEqual([Float64Array.of(Number.NaN)]);
  });

  test.each([
    ["a number", 1, /^save is neither a function nor an object with an evaluate function/],
    ["a vjp that is no function", { evaluate() {}, vjp: 1 }, /^save\.vjp is not a function/],
    ["a timeVjp that is no function", { evaluate() {}, timeVjp: 1 }, /^save\.timeVjp is not/],
    ["parameters that are none", { evaluate() {}, parameters: 1 }, /^save\.parameters is neither/],
  ] as const)("is refused as %s.", (_, func, message) => {
    expect(() => functionOf(func)).toThrow(InvalidDynamicsError);
    expect(() => functionOf(func)).toThrow(message);
  });

  test("has no gradient as a plain function, and one only if its vjp writes.", () => {
    const one: State<Float64Array> = [Float64Array.of(1)];
    const plain = functionOf(() => 1);
    expect(() => plain.pullback(0, [y0], one, [])).toThrow(MissingGradientError);
    expect(() => plain.pullback(0, [y0], one, [])).toThrow(/^save is a plain function.*return …/);
    const returning = functionOf({ evaluate: () => 1, vjp: () => [1] });
    expect(() => returning.pullback(0, [y0], one, [])).toThrow(/save\.vjp must write into/);
    const zero = [Float64Array.of(0)];
    expect(returning.pullback(0, [y0], zero, []).y).toEqual(zero);
  });
});

describe("The cotangent of the time", () => {
  const one = [Float64Array.of(1)];
  const forced = (evaluate: (t: number, y: number) => number): Float64Function => ({
    evaluate: (t, [y = 0], _p, dy) => {
      dy[0] = evaluate(t, y);
    },
    vjp() {},
  });
  const pulled = (func: AnyFloat64Function, y = 3) =>
    dynamicsWith(func, y0, []).pullback(2, [Float64Array.of(y)], one, [], true);

  test("is 0 for a function that does not use t, at no cost unless it is requested.", () => {
    let evaluations = 0;
    const autonomous = forced((_t, y) => {
      evaluations++;
      return -y;
    });
    const f = dynamicsWith(autonomous, y0, []);
    expect(f.pullback(2, [y0], one, []).t).toBeUndefined();
    expect(evaluations).toBe(0);
    expect(f.pullback(2, [y0], one, [], true).t).toBe(0);
    expect(evaluations).toBe(1);
  });

  test("comes from timeVjp, in records that announced it, too.", () => {
    const func: Float64Function = {
      ...forced((t) => t * t),
      timeVjp: (t, _y, _p, [g = 0]) => 2 * t * g,
    };
    expect(pulled(func).t).toBe(4);
    const f = dynamicsWith(func, y0, []);
    expect(f.record(2, [y0], true).pullback([Float64Array.of(3)], [], true).t).toBe(12);
    const unannounced = () => f.record(2, [y0]).pullback(one, [], true);
    expect(unannounced).toThrow(InvalidArgumentError);
    expect(unannounced).toThrow(/Write record\(t, y, true\)/);
  });

  test("is unknown if f uses t without timeVjp, even on one branch of the state only.", () => {
    expect(() => pulled(forced((t) => t))).toThrow(UnsupportedGradientError);
    expect(() => pulled(forced((t) => t))).toThrow(
      /^func uses t but has no timeVjp.* Write timeVjp/,
    );
    const branching = forced((t, y) => (y > 5 ? Math.sin(t) : y));
    const f = dynamicsWith(branching, y0, []);
    expect(f.pullback(2, [y0], one, [], true).t).toBe(0);
    expect(() => f.pullback(2, [Float64Array.of(6)], one, [], true)).toThrow(/uses t/);
  });

  test("must be a number.", () => {
    const func = { ...forced((t) => t), timeVjp: () => undefined as unknown as number };
    expect(() => pulled(func)).toThrow(/func\.timeVjp must return a number \(got undefined\)/);
    const wrong = { ...forced((t) => t), timeVjp: 1 } as unknown as Float64Function;
    expect(() => pulled(wrong)).toThrow(/func\.timeVjp is not a function/);
  });

  test("of other functions is found in the same way.", () => {
    const reset = { evaluate: (t: number) => Float64Array.of(t), vjp() {} };
    const attempt = (func: unknown) => functionOf(func, "state").pullback(2, [y0], one, [], true);
    expect(() => attempt(reset)).toThrow(/^save uses t but has no timeVjp/);
    const timed = { ...reset, timeVjp: (_t: number, _y: unknown, _p: unknown, [g = 0]) => g };
    expect(attempt({ ...reset, evaluate: () => y0 }).t).toBe(0);
    expect(attempt(timed as unknown).t).toBe(1);
  });

  test("does not need the time as a tensor, which this backend does not have.", () => {
    const { leaves, structure } = flattenTree<Float64Array>(y0, isFloat64Array);
    const context = { t0: 0, y0: leaves, structure, differentiate: true, time: "tensor" } as const;
    expect(() => dynamics(decay, context)).toThrow(InvalidArgumentError);
    expect(() => dynamics(decay, context)).toThrow(/time needs TensorFlow\.js.* write timeVjp/);
  });
});
