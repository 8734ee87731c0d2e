import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { butcherTableau } from "./butcher-tableau.js";
import type { TableauSource } from "./tableau-source.js";

const heun: TableauSource = {
  name: "heun",
  order: 2,
  c: "0 1",
  a: ["", "1"],
  b: "1/2 1/2",
  bHat: "1 0",
};

describe("butcherTableau", () => {
  it("converts fractions to numbers and derives the other fields.", () => {
    expect(butcherTableau(heun)).toEqual({
      name: "heun",
      order: 2,
      a: [[], [1]],
      b: [0.5, 0.5],
      c: [0, 1],
      error: [-0.5, 0.5],
      stages: 2,
      fsal: false,
      activeStages: [0, 1],
    });
  });

  it("accepts numbers, strings and fractions, and full rows of a.", () => {
    const mixed = butcherTableau({
      ...heun,
      c: [0, "1"],
      a: [
        [0, 0],
        [1, "0"],
      ],
      b: [0.5, { numerator: 2n, denominator: 4n }],
      bHat: ["1", 0],
    });
    expect(mixed).toEqual(butcherTableau(heun));
  });

  it("has no error weights without an embedded solution.", () => {
    expect(butcherTableau({ ...heun, bHat: undefined }).error).toBeUndefined();
  });

  it("subtracts the embedded weights before it rounds.", () => {
    const { error } = butcherTableau({ ...heun, b: "1/3 2/3", bHat: "1/10 9/10" });
    expect(error).toEqual([7 / 30, -7 / 30]);
    expect(1 / 3 - 1 / 10).not.toBe(7 / 30);
  });

  it("is frozen, including its rows.", () => {
    const tableau = butcherTableau(heun);
    const parts = [tableau, tableau.a, ...tableau.a, tableau.b, tableau.c, tableau.error];
    expect([...parts, tableau.activeStages].every(Object.isFrozen)).toBe(true);
  });

  it("is plain data: it can be sent as JSON.", () => {
    const tableau = butcherTableau(heun);
    expect(JSON.parse(JSON.stringify(tableau))).toEqual(tableau);
  });

  it("calls a method FSAL only if the last stage is evaluated at the solution.", () => {
    const euler = { name: "euler twice", order: 1, c: "0 1", a: ["", "1"] };
    expect(butcherTableau({ ...euler, b: "1 0" }).fsal).toBe(true);
    expect(butcherTableau({ ...euler, b: "1/2 1/2" }).fsal).toBe(false);
    expect(butcherTableau({ ...euler, c: "0 1/2", a: ["", "1/2"], b: "1 0" }).fsal).toBe(false);
  });

  it("counts a stage without weight as active if and only if an active stage uses it.", () => {
    const chain = butcherTableau({
      name: "chain",
      order: 1,
      c: "0 1 1 1 1",
      a: ["", "1", "0 1", "1 0 0", "0 0 0 1"],
      b: "0 0 1 0 0",
    });
    expect(chain.activeStages).toEqual([0, 1, 2]);
  });

  const misprints: ReadonlyArray<[string, Partial<TableauSource>, RegExp]> = [
    ["a coefficient that is no number", { b: "1/2 x" }, /^b\[1\] .*\(got "x"\).*9\/40/],
    ["a coefficient that is not finite", { b: [0.5, Number.NaN] }, /^b\[1\] .*\(got NaN\)/],
    ["a coefficient beyond the doubles", { c: ["0", "1e400"] }, /^c\[1\] is not a finite/],
    ["a row that is no row", { c: 1 as never }, /^c is not a row/],
    ["no stages", { b: "" }, /^b must contain one weight per stage, at least one/],
    ["too few nodes", { c: "0" }, /^c contains 1 coefficients, but b has 2/],
    ["too many embedded weights", { bHat: "1 0 0" }, /^bHat contains 3 coefficients/],
    ["a without its empty first row", { a: ["1"] }, /^a must be a list of 2 rows/],
    ["a row of the wrong length", { a: ["", "1 0 0"] }, /^a\[1\] contains 3 coefficients/],
    ["an implicit method", { a: ["0 0", "1/2 1/2"] }, /^a\[1\] .*implicit/],
    [
      "a node that is not its row's sum",
      { c: "0 1/2" },
      /^c\[1\] is not the sum of row 1 of a, 1 /,
    ],
    ["weights that do not sum to 1", { b: "1/2 1/3" }, /^b must sum to 1/],
    ["differences for embedded weights", { bHat: "-1/2 1/2" }, /^bHat .*not their differences/],
    ["an order beyond the stages", { order: 3 }, /^order .*number of stages, 2 \(got 3\)/],
    ["an order that is no integer", { order: 1.5 }, /^order /],
    ["an empty name", { name: "" }, /^name /],
  ];
  it.each(misprints)("rejects %s.", (_, change, message) => {
    const make = () => butcherTableau({ ...heun, ...change });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(message);
  });

  it("rejects unknown fields, and values other than records.", () => {
    const misspelt = { ...heun, bhat: "1 0" } as TableauSource;
    expect(() => butcherTableau(misspelt)).toThrow(UnknownOptionError);
    expect(() => butcherTableau(misspelt)).toThrow(
      /^bhat is not an option of butcherTableau.*Did you mean bHat/,
    );
    expect(() => butcherTableau("dopri5" as never)).toThrow(InvalidArgumentError);
  });

  it("accepts coefficients rounded to twelve digits, but not to fewer.", () => {
    const third = { ...heun, b: "1/4 3/4", bHat: undefined };
    const rounded = { ...third, c: [0, 0.666666666666667], a: ["", [2 / 3]] };
    expect(butcherTableau(rounded).c[1]).toBe(0.666666666666667);
    expect(() => butcherTableau({ ...rounded, c: [0, 0.66666667] })).toThrow(/^c\[1\]/);
  });
});
