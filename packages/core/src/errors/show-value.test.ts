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
  ["a function without a name", (() => () => {})(), "a function"],
  ["a function with the name that a minifier gave it", function a() {}, "a function"],
  ["an instance of a class that a minifier named", new (class Ab {})(), "an object"],
  ["an empty record", {}, "{}"],
  ["an instance of a class without a name", new (class {})(), "an object"],
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

test("It is at most 120 characters long, plus an ellipsis.", () => {
  expect(showValue("x".repeat(118))).toHaveLength(120);
  const long = showValue("x".repeat(119));
  expect(long).toBe(`"${"x".repeat(119)}…`);
});

/** A list nested so deep that recursion would overflow the stack. */
function nested(depth: number): unknown {
  let list: unknown = 1;
  for (let i = 0; i < depth; i++) list = [list];
  return list;
}

/** A list of lists of lists …, with shared items: few objects, but endless text. */
function bushy(depth: number, width: number): unknown {
  let list: unknown = [];
  for (let i = 0; i < depth; i++) list = new Array(width).fill(list);
  return list;
}

test("Circular, deep and endless values are shown up to the maximum length.", () => {
  const loop: Array<unknown> = [1];
  loop.push(loop);
  expect(showValue(loop)).toMatch(/^\[1, \[1, \[1, .*…$/);
  expect(showValue(nested(1e6))).toBe(`${"[".repeat(120)}…`);
  expect(showValue(bushy(40, 20))).toHaveLength(121);
  // Formatting 20 ** 40 items would not terminate.
  expect(showValue(bushy(100, 2))).toHaveLength(121);
});

test("Large texts are cut, not copied.", () => {
  const text = "x".repeat(2 ** 28);
  expect(showValue(text)).toHaveLength(121);
  expect(showValue({ [text]: 1 })).toHaveLength(121);
  expect(showValue(10n ** 100_000n)).toBe("a large bigint");
  expect(showValue(new Float64Array(1e7))).toMatch(/^Float64Array \[(0, ){20}…\]$/);
});

test("It never throws, even if reading the value does.", () => {
  const throwing = {
    get shape(): never {
      throw new TypeError("not now");
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const value of [throwing, proxy, [throwing]])
    expect(showValue(value)).toBe("a value that cannot be shown");
  expect(showValue({ shape: [nested(1e6)] })).toMatch(/^a undefined tensor of shape \[\[\[/);
});
