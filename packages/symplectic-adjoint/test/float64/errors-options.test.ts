import {
  InvalidArgumentError,
  InvalidToleranceError,
  UnknownOptionError,
} from "@symplectic-adjoint/core";
import { decay } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import {
  fixedSteps,
  float64,
  integralController,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "../../src/index.js";
import { expectRefusal } from "../support/expect-refusal.js";

const problem = decay({ y0: [1, 2] });

/** Solves with options that types would forbid. */
const attempt = (options: unknown) =>
  solve(problem, problem.y0, [0, 1], { backend: float64, ...(options as object) });

test.each(["rk45", "DOPRI5", "toString", "", 5, null])(
  "The method %o is refused, and the known ones are listed.",
  (method) => {
    expectRefusal(() => attempt({ method }), {
      error: UnknownOptionError,
      code: "UNKNOWN_OPTION",
      argument: "method",
      shown: JSON.stringify(method),
      remedy:
        "euler, midpoint, rk4, rk38, adaptiveHeun, fehlberg2, bosh3, dopri5, dopri8, or pass a tableau",
    });
  },
);

test("A method that is an object but no tableau is refused.", () => {
  expectRefusal(() => attempt({ method: { stages: 2 } }), {
    error: UnknownOptionError,
    code: "UNKNOWN_OPTION",
    argument: "method",
    shown: "{stages}",
    remedy: "butcherTableau",
  });
});

test.each([
  ["rTol", "rtol"],
  ["first_step", "firstStep"],
  ["step_t", "stepT"],
  ["max_num_steps", "maxNumSteps"],
  ["Method", "method"],
])("The option %s is refused, and %s suggested.", (name, suggestion) => {
  expectRefusal(() => attempt({ [name]: 0.125 }), {
    error: UnknownOptionError,
    code: "UNKNOWN_OPTION",
    argument: `options.${name}`,
    shown: "0.125",
    remedy: `Did you mean ${suggestion}? Its options are `,
  });
});

test.each([null, 3, "dopri5", []])("Options that are %o are refused.", (options) => {
  const solving = () =>
    solve(problem, problem.y0, [0, 1], options as unknown as { readonly backend: typeof float64 });
  expectRefusal(solving, {
    error: InvalidArgumentError,
    code: "INVALID_ARGUMENT",
    argument: "options",
    remedy: "Write {",
  });
});

test.each(["rtol", "atol"])(
  "A %s that is not positive, not finite or of another length is refused.",
  (name) => {
    for (const [value, shown] of [
      [-1e-3, "-0.001"],
      [0, "0"],
      [Number.NaN, "NaN"],
      [Number.POSITIVE_INFINITY, "Infinity"],
      [[1e-3, 1e-3], "[0.001, 0.001]"],
      [[], "[]"],
      [[-1], "[-1]"],
      ["1e-3", '"1e-3"'],
      [null, "null"],
    ] as const) {
      if (value === null) continue;
      expectRefusal(() => attempt({ [name]: value }), {
        error: InvalidToleranceError,
        code: "INVALID_TOLERANCE",
        argument: name,
        shown,
        remedy: `Write ${name}: 1e-6`,
      });
    }
  },
);

test.each([
  ["maxNumSteps", 0, "Write maxNumSteps: 100000"],
  ["maxNumSteps", 1.5, "Write maxNumSteps: 100000"],
  ["firstStep", -1, "firstStep: 0.01"],
  ["safety", 2, "safety: 0.9"],
  ["ifactor", 0.5, "ifactor: 10"],
  ["dfactor", 2, "dfactor: 0.2"],
  ["minStep", -1, "minStep"],
  ["afterLanding", "stop", 'afterLanding: "proposal"'],
  ["stepSize", 0, "stepSize: 0.01"],
  ["stepsPerInterval", 1.5, "stepsPerInterval: 10"],
  ["norm", 3, "norm: (scaledError) =>"],
  ["onStep", "log", "onStep: ({ t, h, accepted, state }) =>"],
  ["signal", 3, "AbortController"],
  ["adjoint", "symplectic", "adjoint: symplecticAdjoint()"],
  ["controller", "pid", "controller: integralController("],
])("%s: %o is refused.", (name, value, remedy) => {
  expectRefusal(() => attempt({ [name]: value }), {
    error: InvalidArgumentError,
    code: "INVALID_ARGUMENT",
    argument: name,
    shown: JSON.stringify(value),
    remedy,
  });
});

test.each([
  ["adjoint", symplecticAdjoint, "Call its factory"],
  ["controller", integralController, "Call its factory"],
  ["backend", () => float64, "Write backend: float64"],
])("A factory of the %s that was not called is refused.", (name, factory, remedy) => {
  expectRefusal(() => attempt({ [name]: factory }), {
    error: InvalidArgumentError,
    code: "INVALID_ARGUMENT",
    argument: name,
    remedy,
  });
});

test("maxStep below minStep is refused.", () => {
  expectRefusal(() => attempt({ minStep: 2, maxStep: 1 }), {
    error: InvalidArgumentError,
    code: "INVALID_ARGUMENT",
    argument: "maxStep",
    shown: "1",
    remedy: "Leave it out",
  });
});

test.each([
  ["safety beside fixed steps", { method: "rk4", safety: 0.5 }, "safety", "Leave it out"],
  ["maxStep beside stepSize", { stepSize: 0.1, maxStep: 1 }, "maxStep", "leave out stepSize"],
  [
    "two kinds of fixed steps",
    { stepSize: 1, stepsPerInterval: 2 },
    "stepSize and stepsPerInterval",
    "Keep one of them",
  ],
  ["safety beside a controller", { controller: fixedSteps(), safety: 1 }, "safety", "Omit one"],
  [
    "adaptive steps of a method without an error estimate",
    { method: "rk4", controller: integralController() },
    "controller",
    "fixedSteps",
  ],
])("Options that exclude each other are refused: %s.", (_, options, argument, remedy) => {
  expectRefusal(() => attempt(options), {
    error: InvalidArgumentError,
    code: "INVALID_ARGUMENT",
    argument,
    remedy,
  });
});

test("A norm that returns a negative number, or no number, is rejected.", () => {
  const negative = { error: InvalidArgumentError, code: "INVALID_ARGUMENT", argument: "norm" };
  expectRefusal(() => attempt({ norm: () => -1 }), {
    ...negative,
    shown: "-1",
    remedy: "Return a norm",
  });
  expectRefusal(() => attempt({ norm: () => "big" }), {
    ...negative,
    shown: '"big"',
    remedy: "Return a number, for example",
  });
});

test("An asynchronous solve refuses the same, by its promise.", async () => {
  const wrong = { backend: float64, method: "rk45" as "dopri5" };
  await expect(solveAsync(problem, problem.y0, [0, 1], wrong)).rejects.toThrow(UnknownOptionError);
});

test("speculate is refused by functions that do not wait, and those that do are named.", () => {
  for (const speculate of [true, false]) {
    expectRefusal(() => attempt({ speculate }), {
      error: UnknownOptionError,
      code: "UNKNOWN_OPTION",
      argument: "options.speculate",
      shown: String(speculate),
      remedy: "Only the …Async functions wait for values",
    });
  }
});

test.each<[string, object, string, string]>([
  [
    "a controller that cannot predict steps",
    { controller: integralController() },
    "true",
    "laggedController()",
  ],
  ["fixed steps", { stepsPerInterval: 4 }, "true", "Omit it"],
  ["a method of fixed steps", { method: "rk4" }, "true", "Omit it"],
  ["a fixed grid", { controller: fixedSteps({ grid: [0, 1] }) }, "true", "Omit it"],
])("speculate: true is refused beside %s.", async (_, options, shown, remedy) => {
  const given = { backend: float64, speculate: true, ...options };
  const error = await solveAsync(problem, problem.y0, [0, 1], given).catch((thrown) => thrown);
  expectRefusal(
    () => {
      throw error;
    },
    { error: InvalidArgumentError, code: "INVALID_ARGUMENT", argument: "speculate", shown, remedy },
  );
  // Not to speculate is what they do.
  const waiting = { ...given, speculate: false };
  expect((await solveAsync(problem, problem.y0, [0, 1], waiting)).outcome.kind).toBe("success");
});

test("speculate must be true or false.", async () => {
  for (const speculate of [1, "yes", null] as Array<unknown>) {
    const given = { backend: float64, speculate: speculate as boolean };
    const error = await solveAsync(problem, problem.y0, [0, 1], given).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toContain("must be true or false");
  }
});
