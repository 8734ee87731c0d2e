import { expect, test } from "vitest";
import { OdeError } from "./ode-error.js";
import {
  CheckpointError,
  InvalidArgumentError,
  InvalidDynamicsError,
  InvalidStateError,
  InvalidTimesError,
  InvalidToleranceError,
  MissingGradientError,
  ParametersChangedError,
  ParametersError,
  ReleasedError,
  SecondDerivativeError,
  SynchronousReadError,
  UnknownOptionError,
  UnsupportedGradientError,
} from "./plain-errors.js";

const family = [
  ["CheckpointError", "CHECKPOINT", CheckpointError],
  ["InvalidArgumentError", "INVALID_ARGUMENT", InvalidArgumentError],
  ["InvalidDynamicsError", "INVALID_DYNAMICS", InvalidDynamicsError],
  ["InvalidStateError", "INVALID_STATE", InvalidStateError],
  ["InvalidTimesError", "INVALID_TIMES", InvalidTimesError],
  ["InvalidToleranceError", "INVALID_TOLERANCE", InvalidToleranceError],
  ["MissingGradientError", "MISSING_GRADIENT", MissingGradientError],
  ["ParametersChangedError", "PARAMETERS_CHANGED", ParametersChangedError],
  ["ParametersError", "PARAMETERS", ParametersError],
  ["ReleasedError", "RELEASED", ReleasedError],
  ["SecondDerivativeError", "SECOND_DERIVATIVE", SecondDerivativeError],
  ["SynchronousReadError", "SYNCHRONOUS_READ", SynchronousReadError],
  ["UnknownOptionError", "UNKNOWN_OPTION", UnknownOptionError],
  ["UnsupportedGradientError", "UNSUPPORTED_GRADIENT", UnsupportedGradientError],
] as const;

const details = {
  argument: "stepSize",
  value: -0.5,
  problem: "must be positive",
  remedy: "Write stepSize: 0.5; time may run backward all the same.",
};

test.each(family)("%s has its name and the code %s.", (name, code, Kind) => {
  const error = new Kind(details);
  expect(error).toBeInstanceOf(OdeError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name, code, argument: "stepSize", value: -0.5 });
  expect(error.remedy).toBe(details.remedy);
});

test("All codes are different.", () => {
  expect(new Set(family.map(([, code]) => code)).size).toBe(family.length);
});

test("The message has the argument, the problem, the value, and the remedy.", () => {
  expect(new InvalidArgumentError(details).message).toBe(
    "stepSize must be positive (got -0.5). Write stepSize: 0.5; time may run backward all the same.",
  );
});

test("A missing value is not shown; undefined is.", () => {
  const { value: _, ...rest } = details;
  expect(new OdeError("OdeError", "X", rest).message).toContain("must be positive. Write");
  const shown = new OdeError("OdeError", "X", { ...rest, value: undefined }).message;
  expect(shown).toContain("must be positive (got undefined). Write");
});

test("A cause is forwarded, and absent if there is none.", () => {
  const cause = new RangeError("below");
  expect(new OdeError("OdeError", "X", { ...details, cause }).cause).toBe(cause);
  expect(Object.hasOwn(new OdeError("OdeError", "X", details), "cause")).toBe(false);
});

test("It leads to the entry of its code, and its stack trace begins with both.", () => {
  const { stack, message, help } = new InvalidArgumentError(details);
  expect(help).toMatch(/^https:\/\/.*\/docs\/errors\.md#invalid-argument$/);
  const begin = `InvalidArgumentError [INVALID_ARGUMENT]: ${message}\n    See ${help}\n    at `;
  expect(stack?.slice(0, begin.length)).toBe(begin);
  expect(stack).toContain(".test.ts");
});

test("Its string starts with its name.", () => {
  expect(String(new ReleasedError(details))).toMatch(/^ReleasedError: stepSize must/);
});
