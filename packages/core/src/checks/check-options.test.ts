import { describe, expect, test } from "vitest";
import {
  InvalidArgumentError,
  InvalidToleranceError,
  UnknownOptionError,
} from "../errors/plain-errors.js";
import { checkOptions } from "./check-options.js";
import { required } from "./requirement.js";
import { booleanRequirement, functionRequirement, stepLimit, tolerance } from "./requirements.js";

const table = {
  rtol: tolerance("rtol"),
  verbose: booleanRequirement("Write verbose: true, or leave it out."),
  f: required(functionRequirement("Write f: () => ….")),
};
const check = (options: unknown) => () => checkOptions("solveAll", options, table);
const f = () => 1;

class Options {
  readonly f = f;
}

describe("checkOptions", () => {
  test("accepts plain objects, including those with a null prototype or from another realm.", async () => {
    const { runInNewContext } = await import("node:vm");
    check({ f })();
    check(Object.freeze({ f, verbose: undefined, rtol: [1e-3, 1e-4] }))();
    check(Object.assign(Object.create(null), { f }))();
    check(Object.assign(runInNewContext("({})"), { f }))();
  });

  test.each([
    ["null", null],
    ["undefined", undefined],
    ["a number", 3],
    ["a string", "f"],
    ["a list", [f]],
    ["a function", f],
    ["a Map", new Map([["f", f]])],
    ["a Date", new Date(0)],
    ["an instance of a class", new Options()],
    ["an object that inherits its options", Object.create({ f })],
  ])("refuses %s.", (_, options) => {
    expect(check(options)).toThrow(InvalidArgumentError);
    expect(check(options)).toThrow(
      /^The argument of solveAll must be an object of options \(got .*\)\. Write solveAll\(\{ rtol: … \}\)\./,
    );
  });

  test("rejects unknown names, including symbols, and suggests the closest one.", () => {
    const error =
      /^verbos_e is not an option of solveAll \(got 1\)\. Did you mean verbose\? Its options are rtol, verbose, f\.$/;
    expect(check({ f, verbos_e: 1 })).toThrow(error);
    expect(check({ f, verbos_e: 1 })).toThrow(UnknownOptionError);
    expect(check({ f, [Symbol("rtol")]: 1 })).toThrow(/^Symbol\(rtol\) is not an option of/);
    expect(check({ f, toString: 1 })).toThrow(/^toString is not an option of/);
    expect(check(JSON.parse('{ "__proto__": 1 }'))).toThrow(/^__proto__ is not an option of/);
  });

  test("rejects values that do not meet their requirement, with the requirement's message.", () => {
    expect(check({ f, verbose: 1 })).toThrow(
      /^verbose must be true or false \(got 1\)\. Write verbose: true, or leave it out\.$/,
    );
    expect(check({ f, rtol: -1 })).toThrow(InvalidToleranceError);
    expect(check({ verbose: true })).toThrow(/^f must be a function \(got undefined\)/);
  });

  test("rejects objects that throw when they are read.", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(check({ f, rtol: proxy })).toThrow(/^rtol cannot be read/);
  });
});

test.each([
  ["a tolerance", tolerance("rtol"), [1, [1e-3, 2]]],
  ["a limit of steps", stepLimit, [1, 1e9, Number.POSITIVE_INFINITY]],
])("%s is what it says, and nothing else.", (_, requirement, good) => {
  for (const value of good) expect(requirement.problemOf(value)).toBeUndefined();
  // biome-ignore lint/suspicious/noSparseArray: holes are what is tested
  const holes = [1, , 2];
  for (const value of [0, -1, Number.NaN, "1", null, [], [undefined], holes, {}, 1n, [[1]], true])
    expect(requirement.problemOf(value)).toMatch(/^must be /);
});
