import { InvalidDynamicsError, InvalidStateError } from "@symplectic-adjoint/core";
import { decay } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { expectRefusal } from "../support/expect-refusal.js";

const problem = decay({ y0: [1, 2] });

/** Solves with arguments that types would forbid. */
const attempt = (func: unknown, y0: unknown) =>
  solve(func as typeof problem, y0 as Float64Array, [0, 1], { backend: float64 });

test.each([
  ["an empty list", [], "y0", "[]", "at least one"],
  ["an empty record", {}, "y0", "{}", "at least one"],
  ["an array without numbers", new Float64Array(0), "y0", "Float64Array []", "at least one number"],
  ["a number", 1, "y0", "1", "Float64Array"],
  ["a list of numbers", [1, 2], "y0[0]", "1", "Float64Array"],
  [
    "an array of single precision",
    new Float32Array(2),
    "y0",
    "Float32Array [0, 0]",
    "Float64Array",
  ],
  ["null", null, "y0", "null", "Float64Array"],
  ["missing", undefined, "y0", "undefined", "Float64Array"],
  ["a record with a number in it", { q: { p: 3 } }, "y0.q.p", "3", "Float64Array"],
  ["a list with null in it", [Float64Array.of(1), null], "y0[1]", "null", "Float64Array"],
])("A y0 that is %s is refused.", (_, y0, argument, shown, remedy) => {
  const code = "INVALID_STATE";
  const refusal = { error: InvalidStateError, code, argument, shown, remedy };
  expectRefusal(() => attempt(problem, y0), refusal);
});

test.each([
  ["a number", 3, "func", "3", "evaluate(t, y, parameters, dy)"],
  ["an object without evaluate", {}, "func", "{}", "evaluate(t, y, parameters, dy)"],
  ["null", null, "func", "null", "evaluate(t, y, parameters, dy)"],
])("An f that is %s is refused.", (_, func, argument, shown, remedy) => {
  const code = "INVALID_DYNAMICS";
  const refusal = { error: InvalidDynamicsError, code, argument, shown, remedy };
  expectRefusal(() => attempt(func, problem.y0), refusal);
});

const pair = { a: Float64Array.of(1), b: Float64Array.of(2) };
const structure = "Return dy/dt in the structure of y";

test.each([
  ["nothing", () => undefined, problem.y0, "undefined"],
  ["a number", () => 3, problem.y0, "3"],
  ["a list of numbers", () => [1, 2], problem.y0, "[1, 2]"],
  ["too few numbers", () => Float64Array.of(1), problem.y0, "Float64Array [1]"],
  ["the array in a list", () => [problem.y0], problem.y0, "[Float64Array [1, 2]]"],
  ["a list for a record", () => [pair.a, pair.b], pair, "[Float64Array [1], Float64Array [2]]"],
  ["a record with another key", () => ({ a: pair.a, c: pair.b }), pair, "{a, c}"],
  ["a record with a key less", () => ({ a: pair.a }), pair, "{a}"],
])("An f that returns %s, another structure than y's, is refused.", (_, func, y0, shown) => {
  const argument = "func(t, y)";
  const code = "INVALID_DYNAMICS";
  const refusal = { error: InvalidDynamicsError, code, argument, shown, remedy: structure };
  expectRefusal(() => attempt(func, y0), refusal);
});

test("An evaluate that returns dy/dt instead of writing it is refused.", () => {
  const func = { evaluate: (_t: number, y: Float64Array) => y.map((value) => -value) };
  expectRefusal(() => attempt(func, problem.y0), {
    error: InvalidDynamicsError,
    code: "INVALID_DYNAMICS",
    argument: "func.evaluate",
    shown: "Float64Array [-1, -2]",
    remedy: "Write dy[i] = …",
  });
});

test("What f itself throws goes through as it is.", () => {
  const mine = new Error("mine");
  const func = () => {
    throw mine;
  };
  expect(() => attempt(func, problem.y0)).toThrow(mine);
});

test("Parameters that are not arrays are refused.", () => {
  const options = { backend: float64, parameters: [1.5] as unknown as Float64Array };
  expectRefusal(() => solve(problem, problem.y0, [0, 1], options), {
    error: InvalidDynamicsError,
    code: "INVALID_DYNAMICS",
    argument: "parameters[0]",
    shown: "1.5",
    remedy: "Float64Array.of(…)",
  });
});
