import {
  type DynamicsContext,
  flattenTree,
  InvalidDynamicsError,
  InvalidStateError,
  type Tree,
} from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { isFloat64Array } from "../arrays/is-float64-array.js";
import { dynamics } from "./dynamics.js";
import type { AnyFloat64Function, Float64Function } from "./float64-function.js";

function contextOf(
  tree: Tree<Float64Array>,
  parameters?: Tree<Float64Array>,
): DynamicsContext<Float64Array> {
  const { leaves, structure } = flattenTree(tree, isFloat64Array);
  return { t0: 0, y0: leaves, structure, parameters, differentiate: true };
}

const y0 = Float64Array.of(2, 3);

/** y' = p·y, p the only parameter. */
const scaling: Float64Function = {
  parameters: Float64Array.of(10),
  evaluate(_t, y, p, dy) {
    for (let i = 0; i < y.length; i++) dy[i] = (p[0] as number) * (y[i] as number);
  },
};

describe("dynamics", () => {
  test("uses the parameters of the function, unless others are given.", () => {
    const own = dynamics(scaling, contextOf(y0));
    expect(own.parameters).toEqual([Float64Array.of(10)]);
    expect(own.evaluate(0, [y0])).toEqual([Float64Array.of(20, 30)]);
    const given = Float64Array.of(-1);
    const other = dynamics(scaling, contextOf(y0, given));
    expect(only(other.parameters)).toBe(given);
    expect(other.evaluate(0, [y0])).toEqual([Float64Array.of(-2, -3)]);
  });

  test("passes an empty array if there are no parameters.", () => {
    let seen: unknown;
    const func: Float64Function = {
      evaluate(_t, _y, p) {
        seen = p;
      },
    };
    const f = dynamics(func, contextOf(y0));
    f.evaluate(0, [y0]);
    expect(f.parameters).toEqual([]);
    expect(f.watchParameters()()).toBeUndefined();
    expect(seen).toEqual(new Float64Array(0));
  });

  test("keeps and watches the original parameters if the property is replaced.", () => {
    const func = { ...scaling, parameters: Float64Array.of(10) };
    const f = dynamics(func, contextOf(y0));
    const changed = f.watchParameters();
    const before = only(f.parameters);
    func.parameters = Float64Array.of(0);
    expect(f.evaluate(0, [y0])).toEqual([Float64Array.of(20, 30)]);
    expect(changed()).toBeUndefined();
    before.fill(11);
    expect(changed()).toBe(0);
  });

  test("watches the parameters given for a plain function.", () => {
    const given = Float64Array.of(1);
    const f = dynamics((_t: number, y: Float64Array) => y, contextOf(y0, given));
    const changed = f.watchParameters();
    expect(f.parameters).toEqual([given]);
    given[0] = 2;
    expect(changed()).toBe(0);
  });

  test("accepts functions of any tree without a cast.", () => {
    type Y = { q: Float64Array; p: ReadonlyArray<Float64Array> };
    const record: Float64Function<Y, [Float64Array]> = { evaluate() {} };
    const plain = (_t: number, y: Y) => y;
    const all: ReadonlyArray<AnyFloat64Function> = [scaling, record, plain];
    const tree = { q: y0, p: [y0] };
    for (const func of all.slice(1)) expect(dynamics(func, contextOf(tree)).parameters).toEqual([]);
  });

  test.each([
    ["an empty array", [new Float64Array(0)], /y0 must not be empty/],
    ["an empty array among others", [y0, new Float64Array(0)], /Array 1 of y0 must not be empty/],
    ["a list", [[1, 2]], /y0 must be a Float64Array \(got \[1, 2\]\)/],
    [
      "a Float32Array",
      [Float32Array.of(1)],
      /y0 must be a Float64Array \(got Float32Array \[1\]\)/,
    ],
    ["nothing", [], /y0 has no arrays/],
  ])("refuses %s as the initial state.", (_name, leaves, message) => {
    const context = { ...contextOf(y0), y0: leaves as unknown as ReadonlyArray<Float64Array> };
    expect(() => dynamics(scaling, context)).toThrow(InvalidStateError);
    expect(() => dynamics(scaling, context)).toThrow(message);
  });

  test.each([
    ["undefined", undefined],
    ["null", null],
    ["a number", 3],
    ["an object without evaluate", { vjp() {} }],
    ["an object whose evaluate is no function", { evaluate: 1 }],
  ])("refuses %s as f, and says what to write.", (_name, func) => {
    const attempt = () => dynamics(func as unknown as AnyFloat64Function, contextOf(y0));
    expect(attempt).toThrow(InvalidDynamicsError);
    expect(attempt).toThrow(
      /func is neither a function .* Write \{ evaluate\(t, y, parameters, dy\)/,
    );
  });

  test("rejects a vjp that is not a function.", () => {
    const func = { ...scaling, vjp: 1 } as unknown as Float64Function;
    expect(() => dynamics(func, contextOf(y0))).toThrow(InvalidDynamicsError);
    expect(() => dynamics(func, contextOf(y0))).toThrow(/func\.vjp is not a function/);
  });

  test("rejects parameters that are not Float64Arrays, and names them.", () => {
    const own = { ...scaling, parameters: { k: 1 } } as unknown as Float64Function;
    expect(() => dynamics(own, contextOf(y0))).toThrow(InvalidDynamicsError);
    expect(() => dynamics(own, contextOf(y0))).toThrow(/func\.parameters\.k is neither .*got 1/);
    const given = [[1, 2]] as unknown as Tree<Float64Array>;
    expect(() => dynamics(scaling, contextOf(y0, given))).toThrow(
      /^parameters\[0\]\[0\] is neither/,
    );
  });
});
