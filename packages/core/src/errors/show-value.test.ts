import { expect, test } from "vitest";
import { showValue } from "./show-value.js";

class Solver {}

test.each([
  ["a string in quotes", 'say "rk4"', String.raw`"say \"rk4\""`],
  ["a number", -0.5, "-0.5"],
  ["NaN", Number.NaN, "NaN"],
  ["a bigint", 3n, "3"],
  ["a boolean", false, "false"],
  ["undefined", undefined, "undefined"],
  ["null", null, "null"],
  ["a symbol", Symbol("x"), "Symbol(x)"],
  ["a named function", function rhs() {}, "function rhs"],
  ["a function without a name", (() => () => {})(), "function (anonymous)"],
  ["a list", [1, "a", [null]], '[1, "a", [null]]'],
  ["a typed array with its class", Float64Array.of(1, 0.5), "Float64Array [1, 0.5]"],
  [
    "a tensor by type and shape",
    { shape: [2, 3], dtype: "int32", x: 1 },
    "an int32 tensor of shape [2, 3]",
  ],
  ["a record by its keys", { rtol: 1, atol: 2 }, "{rtol, atol}"],
  ["an instance without fields by its class", new Solver(), "Solver"],
  ["a bare object", Object.create(null), "{}"],
])("It shows %s.", (_, value, shown) => {
  expect(showValue(value)).toBe(shown);
});

test("Of a long list it shows the first 20.", () => {
  const ones = (length: number) => new Array<number>(length).fill(1);
  expect(showValue(ones(20))).toBe(`[${ones(20).join(", ")}]`);
  expect(showValue(ones(21))).toBe(`[${ones(20).join(", ")}, …]`);
});

test("It is never longer than 120 characters and the sign that something is left out.", () => {
  expect(showValue("x".repeat(118))).toHaveLength(120);
  const long = showValue("x".repeat(119));
  expect(long).toBe(`"${"x".repeat(119)}…`);
});
