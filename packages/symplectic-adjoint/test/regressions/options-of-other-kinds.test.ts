import { OdeError } from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { decay } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  checkpointPerStep,
  continuousAdjoint,
  fixedSteps,
  float64,
  integralController,
  memoryStore,
  oneCheckpoint,
  solve,
  symplecticAdjoint,
  tableaux,
} from "../../src/index.js";
import { thrownBy } from "../support/thrown-by.js";

// Input of other kinds than the types allow, which was once taken, and then not looked at: the options had no effect.

const problem = decay({ y0: [1, 2] });
const times = [0, 1];

/** What refuses the options. */
function refusal(options: unknown): Error {
  const error = thrownBy(() =>
    solve(problem, problem.y0, times, options as { readonly backend: typeof float64 }),
  );
  expect(error).toBeInstanceOf(OdeError);
  return error as Error;
}
const messageFor = (options: object) => refusal({ backend: float64, ...options }).message;

class Settings {
  readonly backend = float64;
  readonly rtol = 1e-3;
}

describe("Options that are no plain object are refused", () => {
  test.each<[string, unknown]>([
    ["a Map", new Map<string, unknown>([["backend", float64]])],
    ["a Set", new Set(["backend"])],
    ["a Date", new Date(0)],
    ["an instance of a class", new Settings()],
    ["an object that inherits them", Object.create({ backend: float64, mehtod: "rk4" })],
    ["a typed array", new Float64Array(1)],
    ["a promise", Promise.resolve({ backend: float64 })],
  ])("%s.", (_, options) => {
    expect(refusal(options).message).toMatch(/^options must be an object of options \(got /);
  });

  test("and so are names that are symbols.", () => {
    expect(messageFor({ [Symbol("rtol")]: 1e-3 })).toMatch(
      /^options\.Symbol\(rtol\) is not an option of this function/,
    );
  });
});

test.each([0, 1, "yes", "false", null, {}, []])(
  "differentiate: %o is refused.",
  (differentiate) => {
    expect(messageFor({ differentiate })).toMatch(/^differentiate must be true or false/);
  },
);

test("A method in a list is refused, though a list of one name reads like that name.", () => {
  expect(messageFor({ method: ["rk4"] })).toMatch(/^method is not a method .*\(got \["rk4"\]\)/);
});

// biome-ignore lint/suspicious/noSparseArray: holes are what is tested
const holes = [, 1e-3];
test.each<[string, object]>([
  ["rtol", { rtol: holes }],
  ["atol", { atol: holes }],
  ["stepT", { stepT: holes }],
  ["jumpT", { jumpT: holes }],
  ["grid", { grid: holes }],
])("A list with holes is refused: %s.", (name, options) => {
  expect(messageFor(options)).toMatch(new RegExp(`^${name} `));
});

test("Invalid lists of numbers are rejected.", () => {
  for (const stepT of [
    new DataView(new ArrayBuffer(8)),
    "0.5",
    new Set([0.5]),
    { 0: 0.5, length: 1 },
  ])
    expect(messageFor({ stepT })).toMatch(/^stepT must be a list of numbers/);
});

const names = { name: "half", exact: true };
const integral = integralController();

describe("An incomplete part is rejected where it is passed", () => {
  test.each<[string, object, RegExp]>([
    [
      "an adjoint without exact",
      { adjoint: { name: "half", solve() {} } },
      /^adjoint .*its exact is missing/,
    ],
    [
      "an adjoint without a name",
      { adjoint: { exact: true, solve() {} } },
      /^adjoint .*its name is missing/,
    ],
    ["an adjoint that does not solve", { adjoint: names }, /^adjoint .*its solve is missing/],
    [
      "a controller that does not decide",
      { controller: { ...integral, next: 1 } },
      /its next must be a function/,
    ],
    [
      "a controller without adaptive",
      { controller: { ...integral, adaptive: undefined } },
      /its adaptive is missing/,
    ],
    [
      "a controller with adaptive in words",
      { controller: { ...integral, adaptive: "no" } },
      /its adaptive must be a boolean/,
    ],
    [
      "a controller whose name is a number",
      { controller: { ...integral, name: 5 } },
      /its name must be a string/,
    ],
    [
      "a controller without a first step",
      { controller: { ...integral, firstStep: undefined } },
      /its firstStep must be a positive/,
    ],
    [
      "a controller with a first step of zero",
      { controller: { ...integral, firstStep: 0 } },
      /its firstStep must be a positive/,
    ],
    [
      "a controller whose predictNext is no function",
      { controller: { ...integral, predictNext: true } },
      /its predictNext must be a function/,
    ],
    [
      "a controller whose requiredTimes is a list",
      { controller: { ...integral, requiredTimes: [0] } },
      /its requiredTimes must be a function/,
    ],
    [
      "a backend without errorNorm",
      { backend: { ...float64, errorNorm: undefined } },
      /^backend .*its errorNorm is missing/,
    ],
    [
      "a backend of another precision",
      { backend: { ...float64, precision: "float16" } },
      /its precision must be "float32" or/,
    ],
    [
      "a signal without aborted",
      { signal: { aborted: "no" } },
      /^signal must have a property aborted/,
    ],
  ])("%s.", (_, options, message) => {
    expect(messageFor(options)).toMatch(message);
  });

  test("while parts that are class instances are accepted.", () => {
    class OwnSteps {
      readonly name = "own";
      readonly adaptive = false;
      readonly firstStep = 0.5;
      init() {}
      next() {
        return { accepted: true, step: 0.5, state: undefined };
      }
    }
    const { stats } = solve(problem, problem.y0, times, {
      backend: float64,
      controller: new OwnSteps(),
    });
    expect(stats.stepSizes).toEqual([0.5, 0.5]);
  });
});

describe.each([
  ["symplecticAdjoint", symplecticAdjoint],
  ["checkpointPerStep", checkpointPerStep],
  ["oneCheckpoint", oneCheckpoint],
  ["continuousAdjoint", continuousAdjoint],
  ["integralController", integralController],
  ["fixedSteps", fixedSteps],
])("%s", (name, factory) => {
  const make = (options: unknown) => () => (factory as (options: unknown) => unknown)(options);

  test.each([1, "x", null, true, [], () => 1, new Map(), new Date(0)])("refuses %o.", (options) => {
    expect(make(options)).toThrow(OdeError);
    expect(make(options)).toThrow(`The argument of ${name} must be an object of options`);
  });
});

test("An invalid schedule or store is rejected.", () => {
  const make = (options: object) => () => symplecticAdjoint(options);
  expect(make({ schedule: {} })).toThrow(
    /^schedule must be a checkpoint schedule, but its name is missing/,
  );
  expect(make({ schedule: "everyStep" })).toThrow(/^schedule must be a checkpoint schedule/);
  expect(make({ store: 1 })).toThrow(/^store must be a function/);
  expect(make({ store: memoryStore(float64) })).toThrow(/^store must be a function/);
  const adjoint = symplecticAdjoint({ store: (() => new Map()) as never });
  expect(messageFor({ adjoint })).toMatch(
    /^What the option store returned must be a checkpoint store/,
  );
});

describe("A tableau that was created or edited manually", () => {
  const { rk4, dopri5 } = tableaux;

  test.each<[string, object, RegExp]>([
    ["weights of zero", { ...rk4, b: [0, 0, 0, 0] }, /its b sums to 0/],
    ["a row missing", { ...rk4, a: rk4.a.slice(1) }, /its a must be a list of 4 rows/],
    ["strings", { ...rk4, b: ["1/6", "1/3", "1/3", "1/6"] }, /its b must be a list of finite/],
    [
      "an implicit row",
      { ...rk4, a: [[0.5, 0, 0, 0], ...rk4.a.slice(1)] },
      /the method is implicit/,
    ],
    [
      "the interpolant of another one",
      { ...dopri5, order: 4, error: undefined, a: rk4.a, b: rk4.b, c: rk4.c },
      /its interpolant.weights must be a list of 4 rows/,
    ],
    ["only its rows", { a: rk4.a, b: rk4.b }, /its name must be a string/],
  ])("is refused with %s, as method and by continuousAdjoint.", (_, tableau, message) => {
    expect(messageFor({ method: tableau })).toMatch(message);
    expect(() => continuousAdjoint({ method: explicitRungeKutta(tableau as typeof rk4) })).toThrow(
      message,
    );
  });

  test("is solved according to its coefficients, regardless of its derived fields.", () => {
    // 3/8 rule in the frame of Dormand and Prince: not FSAL any more, and all stages count.
    const edited = { ...dopri5, ...{ a: tableaux.rk38.a, b: tableaux.rk38.b, c: tableaux.rk38.c } };
    const method = { ...edited, order: 4, error: undefined, interpolant: undefined };
    const run = (tableau: typeof rk4) => {
      const options = { backend: float64, method: tableau, stepsPerInterval: 3 };
      const solution = solve(problem, problem.y0, times, options);
      const { y0, parameters } = solution.pullback(Float64Array.of(0, 0, 1, 1));
      return [solution.ys, y0, ...parameters];
    };
    expect(run(method)).toEqual(run(tableaux.rk38));
  });

  test("is looked at again after it was changed.", () => {
    const method = { ...rk4, b: [...rk4.b] };
    const end = () => solve(problem, problem.y0, times, { backend: float64, method }).ys[2];
    const before = end();
    method.b[0] = 0;
    expect(end).toThrow(/^method must be a Butcher tableau, but its b sums to/);
    method.b.splice(0, 4, 1 / 8, 3 / 8, 3 / 8, 1 / 8);
    expect(end()).not.toBe(before);
  });
});
