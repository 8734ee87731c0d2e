import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { butcherTableau } from "./butcher-tableau.js";
import { exactCoefficients } from "./exact-coefficients.js";
import type { InterpolantSource, TableauSource } from "./tableau-source.js";

const heun: TableauSource = { name: "heun", order: 2, c: "0 1", a: ["", "1"], b: "1/2 1/2" };

/** θ − θ²/2 and θ²/2, of order 2 without a further stage. */
const parabola: InterpolantSource = { order: 2, weights: ["0 1 −1/2", "0 0 1/2"] };

/** The Hermite polynomial. */
const hermite: InterpolantSource = {
  order: 2,
  weights: ["0 1 −1/2", "0 0 3/2 −1", "0 0 −1 1"],
  a: ["1/2 1/2"],
  c: "1",
};

const withInterpolant = (interpolant: InterpolantSource) =>
  butcherTableau({ ...heun, interpolant });

describe("The interpolant of butcherTableau", () => {
  it("is converted to numbers, with rows of the same length.", () => {
    expect(withInterpolant(parabola).interpolant).toEqual({
      order: 2,
      weights: [
        [0, 1, -0.5],
        [0, 0, 0.5],
      ],
      a: [],
      c: [],
    });
    expect(withInterpolant(hermite).interpolant).toEqual({
      order: 2,
      weights: [
        [0, 1, -0.5, 0],
        [0, 0, 1.5, -1],
        [0, 0, -1, 1],
      ],
      a: [[0.5, 0.5]],
      c: [1],
    });
    expect(exactCoefficients(withInterpolant(hermite)).interpolant?.a).toEqual([
      [
        { numerator: 1n, denominator: 2n },
        { numerator: 1n, denominator: 2n },
      ],
    ]);
  });

  it("may be that of another tableau.", () => {
    const { interpolant } = withInterpolant(hermite);
    expect(interpolant && withInterpolant(interpolant).interpolant).toEqual(interpolant);
  });

  it("may have stages that depend on earlier ones of its own, and full rows.", () => {
    const { interpolant } = withInterpolant({
      order: 1,
      weights: ["0 1 −1/2", "0 0 1/2", "", ""],
      a: ["1/4 1/4 0 0", "0 0 1 0"],
      c: "1/2 1",
    });
    expect(interpolant?.a).toEqual([
      [0.25, 0.25],
      [0, 0, 1],
    ]);
  });

  it("is plain data, and frozen.", () => {
    const tableau = withInterpolant(hermite);
    expect(JSON.parse(JSON.stringify(tableau))).toEqual({ ...tableau, error: undefined });
    const { interpolant } = tableau;
    const parts = [interpolant, interpolant?.weights, interpolant?.weights[0], interpolant?.c];
    expect(parts.every(Object.isFrozen)).toBe(true);
  });

  const misprints: ReadonlyArray<[string, Partial<InterpolantSource>, RegExp]> = [
    ["no order", { order: 0 }, /^order must be an integer from 1 on/],
    [
      "an order above the method's",
      { order: 3 },
      /^interpolant\.order must be at most .*, 2 \(got 3\)/,
    ],
    ["weights that are no list", { weights: "0 1" as never }, /^weights must be a list of rows/],
    ["a missing row of weights", { weights: ["0 1"] }, /^interpolant\.weights must contain 3 rows/],
    [
      "a weight that is no number",
      { weights: ["0 1 x", "", ""] },
      /^interpolant\.weights\[0\]\[2\] is not a finite/,
    ],
    ["a stage without a node", { c: "" }, /^interpolant\.a must contain 0 rows, one for each node/],
    ["a short row", { a: ["1"] }, /^interpolant\.a\[0\] must contain 2 coefficients/],
    [
      "another node",
      { c: "1/2" },
      /^interpolant\.c\[0\] is not the sum of row 0 of interpolant\.a, 1/,
    ],
    [
      "powers from 1 on",
      { weights: ["1 −1/2", "0 3/2 −1", "0 −1 1"] },
      /^interpolant\.weights\[0\] must start with 0/,
    ],
    [
      "another end",
      { weights: ["0 1 −1", "0 0 3/2 −1", "0 0 −1 1"] },
      /^interpolant\.weights\[0\] sums to 0, but at θ = 1 the weight of this stage is 0\.5/,
    ],
    [
      "a broken condition",
      { weights: ["0 1/2 0", "0 1/2 0", ""] },
      /do not have order 2: the condition of the tree \[τ\] for θ\^1 is off by 0\.5 .*order: 1/,
    ],
  ];
  it.each(misprints)("rejects %s.", (_, change, message) => {
    const make = () => withInterpolant({ ...hermite, ...change });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(message);
  });

  it("rejects what has no order at all.", () => {
    const make = () => withInterpolant({ order: 1, weights: ["0 0 1/2", "0 0 1/2"] });
    expect(make).toThrow(
      /condition of the tree τ for θ\^1 is off by -1 .*leave the interpolant out/,
    );
  });

  it("rejects unknown fields, and values other than records.", () => {
    expect(() => withInterpolant({ ...parabola, weigths: [] } as never)).toThrow(
      UnknownOptionError,
    );
    expect(() => withInterpolant("hermite" as never)).toThrow(InvalidArgumentError);
    expect(() => withInterpolant([] as never)).toThrow(InvalidArgumentError);
    expect(() => withInterpolant(null as never)).toThrow(InvalidArgumentError);
  });
});
