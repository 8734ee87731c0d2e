import { InvalidTimesError } from "@symplectic-adjoint/core";
import { decay } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { expectRefusal } from "../support/expect-refusal.js";

const problem = decay();

/** Solves with arguments that types would forbid. */
const attempt = (t: unknown, options: object = {}) =>
  solve(problem, problem.y0, t as ReadonlyArray<number>, { backend: float64, ...options });

const notAList = "must be a list of numbers or a one-dimensional array";
const order = "must be increasing or decreasing, but is not at index";

test.each([
  ["empty", [], "[]", "is empty", "[0, 1]"],
  ["not monotone", [0, 1, 0.5], "[0, 1, 0.5]", `${order} 2`, "Sort the times"],
  ["repeated, and then not monotone", [0, 1, 1, 0], "[0, 1, 1, 0]", `${order} 1`, "Sort the times"],
  [
    "tiny, and not monotone",
    [0, 2e-300, 1e-300, 1],
    "[0, 2e-300, 1e-300, 1]",
    `${order} 2`,
    "Sort",
  ],
  ["back at the start", [0, 1, 0], "[0, 1, 0]", `${order} 1`, "Sort the times"],
  ["NaN", [0, Number.NaN], "[0, NaN]", "a non-finite value at index 1", "finite numbers"],
  [
    "infinite",
    [0, Number.POSITIVE_INFINITY],
    "[0, Infinity]",
    "a non-finite value",
    "finite numbers",
  ],
  ["too far apart", [-1e308, 1e308], "[-1e+308, 1e+308]", "spans more than", "a larger unit"],
  ["nested", [[0, 1]], "[[0, 1]]", "a non-finite value at index 0", "finite numbers"],
  ["strings", ["0", "1"], '["0", "1"]', "a non-finite value", "finite numbers"],
  ["one number", 1, "1", notAList, "[0, 0.5, 1]"],
  ["a string", "0, 1", '"0, 1"', notAList, "[0, 0.5, 1]"],
  ["missing", undefined, "undefined", notAList, "[0, 0.5, 1]"],
  ["null", null, "null", notAList, "[0, 0.5, 1]"],
])("Output times that are %s are refused.", (_, t, shown, problemText, remedy) => {
  const refusal = { error: InvalidTimesError, code: "INVALID_TIMES", argument: "t", shown, remedy };
  expectRefusal(() => attempt(t), refusal);
  expect(() => attempt(t)).toThrow(problemText);
});

test.each(["stepT", "jumpT"])(
  "Times of %s that are repeated, not finite or no list are refused.",
  (name) => {
    for (const [value, shown] of [
      [[0.5, 0.25, 0.5], "[0.5, 0.25, 0.5]"],
      [[Number.NaN], "[NaN]"],
      [[Number.NEGATIVE_INFINITY], "[-Infinity]"],
      [0.5, "0.5"],
      ["0.5", '"0.5"'],
    ] as const) {
      expectRefusal(() => attempt([0, 1], { [name]: value }), {
        error: InvalidTimesError,
        code: "INVALID_TIMES",
        argument: name,
        shown,
        remedy: "Pass each time once, as a finite number.",
      });
    }
  },
);

test("Times outside of the span, in any order, are let pass, and so are typed arrays.", () => {
  const { stats } = attempt(Float64Array.of(0, 1), {
    stepT: Float64Array.of(7, 0.5, -3),
    jumpT: [1e9, 0, 1],
  });
  // Of all these times only ½ is one where a step has to end.
  const ends = stats.stepSizes.map((_, n, all) => all.slice(0, n + 1).reduce((a, b) => a + b));
  expect(ends).toContain(0.5);
});

test.each([
  ["an output is missing", [0, 0.5], "[0, 0.5]", "Add exactly 1;"],
  ["a time is repeated", [0, 0.5, 0.5, 1], "[0, 0.5, 0.5, 1]", "remove repeated times"],
  ["it runs the other way", [1, 0.5, 0], "[1, 0.5, 0]", "Reverse it"],
])("A grid is rejected if %s.", (_, grid, shown, remedy) => {
  expectRefusal(() => attempt([0, 1], { method: "rk4", grid }), {
    error: InvalidTimesError,
    code: "INVALID_TIMES",
    argument: "grid",
    shown,
    remedy,
  });
});
