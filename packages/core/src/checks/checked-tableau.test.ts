import { describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../errors/plain-errors.js";
import { checkedTableau } from "./checked-tableau.js";

const heun = {
  name: "heun",
  order: 2,
  a: [[], [1]],
  b: [0.5, 0.5],
  c: [0, 1],
  error: [-0.5, 0.5],
};

describe("A tableau made by hand", () => {
  test("is completed: derived fields are computed from its coefficients, regardless of their values.", () => {
    const derived = { stages: 2, fsal: false, activeStages: [0, 1] };
    expect(checkedTableau(heun)).toEqual({ ...heun, ...derived });
    const stale = { ...heun, stages: 7, fsal: true, activeStages: [0], error: undefined };
    expect(checkedTableau(stale)).toEqual({ ...heun, ...derived, error: undefined });
    const fsal = { ...heun, b: [1, 0], c: [0, 1], order: 1, error: [0.5, -0.5] };
    expect(checkedTableau(fsal)).toMatchObject({ fsal: true, activeStages: [0] });
  });

  test("may have full rows, with zeros from the diagonal on.", () => {
    const full = {
      ...heun,
      a: [
        [0, 0],
        [1, 0],
      ],
    };
    expect(checkedTableau(full).a).toEqual([[], [1]]);
  });

  test("is completed once, and again after a change.", () => {
    const own = { ...heun, b: [0.5, 0.5] };
    const complete = checkedTableau(own);
    expect(checkedTableau(own)).toBe(complete);
    expect(checkedTableau(complete)).toBe(complete);
    own.b = [0.25, 0.75];
    expect(checkedTableau(own).b).toEqual([0.25, 0.75]);
    own.b[0] = 0;
    expect(() => checkedTableau(own)).toThrow(/its b sums to 0\.75 instead of 1/);
    expect(complete.b).toEqual([0.5, 0.5]);
  });

  test.each<[string, object, RegExp]>([
    ["weights of zero", { b: [0, 0] }, /its b sums to 0 instead of 1/],
    ["no weights", { b: [] }, /its b must be a list of finite numbers, one for each stage/],
    ["strings", { b: ["1/2", "1/2"] }, /its b must be a list of finite numbers/],
    ["NaN", { b: [Number.NaN, 0.5] }, /its b must be a list of finite numbers/],
    ["a missing row", { a: [[]] }, /its a must be a list of 2 rows/],
    ["no rows", { a: undefined }, /its a must be a list of 2 rows/],
    ["a hole among the rows", { a: new Array(2) }, /its a\[0\] must be a list of finite numbers/],
    [
      "a short row",
      { a: [[], []] },
      /its a\[1\] must contain the 1 coefficients left of the diagonal/,
    ],
    [
      "an implicit row",
      {
        a: [
          [0, 0],
          [0.5, 0.5],
        ],
      },
      /its a\[1\] has a coefficient on or above/,
    ],
    ["rows of strings", { a: [[], ["1"]] }, /its a\[1\] must be a list of finite numbers/],
    ["a node that is none", { c: [0, 0.5] }, /its a\[1\] sums to 1 instead of 0\.5, which is c/],
    ["a missing node", { c: [0] }, /its c must be a list of 2 finite numbers/],
    ["b̂ for b − b̂", { error: [1, 0] }, /its error sums to 1 instead of 0/],
    ["an error of other length", { error: [0] }, /its error must be a list of 2/],
    ["an order beyond its stages", { order: 3 }, /its order must be an integer from 1 to .* 2/],
    ["an order in words", { order: "2" }, /its order must be an integer/],
    ["no name", { name: "" }, /its name must be a string/],
    ["a field of another name", { bHat: [1, 0] }, /its field bHat is not a field of a tableau/],
  ])("is refused with %s.", (_, change, message) => {
    const check = () => checkedTableau({ ...heun, ...change }, "method");
    expect(check).toThrow(InvalidArgumentError);
    expect(check).toThrow(message);
    expect(check).toThrow(/^method must be a Butcher tableau, .* Create it with butcherTableau\(/);
  });

  test.each([[null], [undefined], [3], ["rk4"], [[]], [() => heun]])("is not %o.", (value) => {
    expect(() => checkedTableau(value)).toThrow(/^tableau must be a Butcher tableau/);
  });
});

describe("The interpolant of a tableau made by hand", () => {
  const hermite = {
    order: 2,
    weights: [
      [0, 1, -0.5, 0],
      [0, 0, 1.5, -1],
      [0, 0, -1, 1],
    ],
    a: [[0.5, 0.5]],
    c: [1],
  };
  const own = () => ({ ...heun, interpolant: structuredClone(hermite) });

  test("is kept, frozen, and noticed when it changes.", () => {
    const tableau = own();
    const complete = checkedTableau(tableau);
    expect(complete.interpolant).toEqual(hermite);
    const { interpolant } = complete;
    const parts = [interpolant, interpolant?.weights, interpolant?.weights[0], interpolant?.a];
    expect(parts.every(Object.isFrozen)).toBe(true);
    expect(checkedTableau(tableau)).toBe(complete);
    tableau.interpolant.order = 1;
    expect(checkedTableau(tableau).interpolant?.order).toBe(1);
    (tableau.interpolant.weights[1] as Array<number>)[3] = -1.25;
    expect(() => checkedTableau(tableau)).toThrow(/weights\[1\] sums to 0\.25 instead of 0\.5/);
  });

  test.each<[string, unknown, RegExp]>([
    ["a list", [], /its interpolant must be an object with order, weights, a and c/],
    ["another field", { ...hermite, b: 1 }, /its interpolant has no field b/],
    ["no order", { ...hermite, order: 0 }, /interpolant.order must be an integer from 1 to .*, 2/],
    ["too high an order", { ...hermite, order: 3 }, /interpolant.order must be .*, 2/],
    ["no nodes", { ...hermite, c: undefined }, /interpolant.c must be a list/],
    ["a row too few in a", { ...hermite, a: [] }, /interpolant.a must be a list of 1 rows/],
    ["a row that is none", { ...hermite, a: ["1"] }, /interpolant.a\[0\] must be a list of finite/],
    ["a short row", { ...hermite, a: [[1]] }, /interpolant.a\[0\] must contain 2 coefficients/],
    ["an implicit row", { ...hermite, a: [[0, 0, 1]] }, /interpolant.a\[0\] must contain 2 coeff/],
    ["another node", { ...hermite, c: [0.5] }, /a\[0\] sums to 1 instead of 0\.5, which is inter/],
    ["rows too few", { ...hermite, weights: [[0, 1]] }, /interpolant.weights must be .* 3 rows/],
    [
      "rows of different lengths",
      {
        ...hermite,
        weights: [
          [0, 0.5],
          [0, 0.5, 0],
          [0, 0],
        ],
      },
      /interpolant.weights\[1\] must be a list of finite numbers, one for each power/,
    ],
    [
      "a constant",
      {
        ...hermite,
        weights: [
          [0.5, 0],
          [0, 0.5],
          [0, 0],
        ],
      },
      /interpolant.weights\[0\] must start with 0/,
    ],
    [
      "another end",
      {
        ...hermite,
        weights: [
          [0, 1],
          [0, 0],
          [0, 0],
        ],
      },
      /weights\[0\] sums to 1 instead of 0\.5, the weight of the stage in b, at θ = 1/,
    ],
    [
      "a sum of weights that is not θ",
      {
        ...hermite,
        weights: [
          [0, 0, 0.5],
          [0, 0, 0.5],
          [0, 0, 0],
        ],
      },
      /the column of θ\^1 in interpolant.weights sums to 0 instead of 1/,
    ],
  ])("is refused with %s.", (_, interpolant, message) => {
    const check = () => checkedTableau({ ...heun, interpolant });
    expect(check).toThrow(InvalidArgumentError);
    expect(check).toThrow(message);
  });
});
