import {
  flattenTree,
  InvalidDynamicsError,
  MissingGradientError,
  type Tree,
} from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { dynamics } from "./dynamics.js";
import type { AnyFloat64Function } from "./float64-function.js";

/** One evaluation at y0 of a function that may return anything. */
function evaluated(func: (t: number, y: never) => unknown, tree: Tree<Float64Array>) {
  const { leaves, structure } = flattenTree(tree, isFloat64Array);
  const context = { t0: 0, y0: leaves, structure, differentiate: false };
  return dynamics(func as AnyFloat64Function, context).evaluate(2, leaves);
}

const y = Float64Array.of(1, 3);
const pair = { q: Float64Array.of(1), p: Float64Array.of(2, 3) };

describe("The dynamics of a plain function", () => {
  test("evaluate it at t and the user's tree.", () => {
    const turn = (t: number, y: Float64Array) => Float64Array.of(t * (y[1] as number), 0);
    expect(evaluated(turn, y)).toEqual([Float64Array.of(6, 0)]);
    expect(evaluated((_t, tree: typeof pair) => tree, pair)).toEqual([pair.q, pair.p]);
    expect(evaluated((_t, tree: Array<Float64Array>) => tree, [y, y])).toEqual([y, y]);
  });

  test("match the arrays by their keys, in any order.", () => {
    const swapped = (_t: number, { q, p }: typeof pair) => ({ p, q });
    expect(evaluated(swapped, pair)).toEqual([pair.q, pair.p]);
  });

  test("copy its result: the state itself, or the same buffer every time.", () => {
    expect(evaluated((_t, y: Float64Array) => y, y)[0]).not.toBe(y);
    const buffer = new Float64Array(2);
    const reusing = (t: number) => buffer.fill(t);
    const context = { t0: 0, y0: [y], structure: { kind: "leaf" }, differentiate: false } as const;
    const f = dynamics(reusing, context);
    const first = f.evaluate(1, [y]);
    f.evaluate(2, [y]);
    expect(first).toEqual([Float64Array.of(1, 1)]);
  });

  test("have no gradient, and the error has a remedy.", () => {
    const context = { t0: 0, y0: [y], structure: { kind: "leaf" }, differentiate: true } as const;
    const f = dynamics((_t: number, y: Float64Array) => y, context);
    expect(f.evaluate(0, [y])).toEqual([y]);
    for (const attempt of [() => f.record(0, [y]), () => f.pullback(0, [y], [y], [])]) {
      expect(attempt).toThrow(MissingGradientError);
      expect(attempt).toThrow(
        /func is a plain function.* Write \{ parameters, evaluate.*withJacobian/,
      );
    }
  });

  test.each<[string, Tree<Float64Array>, unknown, RegExp]>([
    ["nothing", y, undefined, /^func\(t, y\) must be a Float64Array of length 2.*got undefined/],
    ["a list of numbers", y, [1, 2], /got \[1, 2\]\)\. Return dy\/dt .* Float64Array\.of/],
    ["a Float32Array", y, Float32Array.of(1, 2), /must be a Float64Array of length 2/],
    ["a promise", y, Promise.resolve(y), /must be a Float64Array of length 2/],
    ["another length", y, Float64Array.of(1), /must be a Float64Array of length 2/],
    ["an array for a list", [y], y, /^func\(t, y\) must be a list of 1, as in y0/],
    ["a list too short", [y, y], [y], /must be a list of 2/],
    ["a list too long", [y], [y, y], /must be a list of 1/],
    ["a wrong member of a list", [y, [y]], [y, [1]], /^func\(t, y\)\[1\]\[0\] must be/],
    ["a list for a record", pair, [pair.q, pair.p], /must be a record \{q, p\}/],
    ["null for a record", pair, null, /must be a record \{q, p\}/],
    ["an array for a record", pair, y, /must be a record \{q, p\}/],
    ["a record with a key missing", pair, { q: pair.q }, /must be a record \{q, p\}/],
    ["a record with a key misspelt", pair, { q: y, P: y }, /must be a record \{q, p\}/],
    ["a record with a key more", pair, { ...pair, r: y }, /must be a record \{q, p\}/],
    ["a wrong member of a record", pair, { q: y, p: y }, /^func\(t, y\)\.q must .* length 1/],
  ])("refuse %s.", (_name, tree, returned, message) => {
    expect(() => evaluated(() => returned, tree)).toThrow(InvalidDynamicsError);
    expect(() => evaluated(() => returned, tree)).toThrow(message);
  });
});
