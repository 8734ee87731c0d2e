import {
  IntegrationError,
  InvalidToleranceError,
  type Problem,
  type Tolerances,
} from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { runSync } from "@symplectic-adjoint/solver";
import {
  type AdjointFixture,
  elementary,
  fixedSteps,
  lotkaVolterra,
  maxRelativeError,
  type NumberArray,
  numbersOf,
  smallTableaux,
  stateOf,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { type ContinuousAdjointOptions, continuousAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";

const { bosh3, dopri5, rk4 } = smallTableaux;
type Options = ContinuousAdjointOptions<NumberArray>;

function setUp(tolerance = 1e-6, tableau = bosh3): AdjointFixture {
  const func = lotkaVolterra();
  const controller = elementary(0.1);
  return adjointFixture({ func, times: [0, 0.5, 1], tableau, controller, tolerance });
}

/** A solve, and its pullback, over a problem that may be changed; with what the backward norms were asked. */
function differentiate(
  options: Options,
  { backend, problem, ...rest }: AdjointFixture = setUp(),
  change: (problem: Problem<NumberArray>) => Partial<Problem<NumberArray>> = () => ({}),
) {
  const asked: Array<Tolerances> = [];
  const watched = {
    ...backend,
    errorNorm(...args: Parameters<typeof backend.errorNorm>) {
      if (args[0].length === 6) asked.push(args[3]);
      return backend.errorNorm(...args);
    },
  };
  const fixture = { backend, problem, ...rest };
  const adjoint = continuousAdjoint<NumberArray>(options);
  const pass = runSync(
    adjoint.solve({ ...problem, backend: watched, ...change(problem) }, "repeatable"),
    backend,
  );
  const cotangents = [undefined, [1, -1], [2, 1]].map((row) => stateOf(fixture, row));
  const pull = () => {
    const { y0, parameters } = runSync(pass.pullback(cotangents, [0, 1]), backend);
    return numbersOf([...y0, ...parameters]);
  };
  return { pull, asked, statistics: pass.statistics, ...fixture };
}

test("Without options tolerances, method and controller are those of the forward pass.", () => {
  const { pull, asked, statistics } = differentiate({});
  pull();
  expect(asked[0]).toEqual({
    rtol: new Array(6).fill(1e-6),
    atol: new Array(6).fill(1e-6),
  });
  const { accepted, rejected, evaluations } = statistics.backward;
  // Two intervals of an FSAL method of four stages.
  expect(evaluations).toBe(2 + 3 * (accepted + rejected));
});

test("A tolerance that is a number is that of every leaf.", () => {
  const { pull, asked } = differentiate({ rtol: 1e-3, atol: 1e-5 });
  pull();
  expect(asked[0]).toEqual({ rtol: new Array(6).fill(1e-3), atol: new Array(6).fill(1e-5) });
});

test("One for each leaf of y is λ's also, and the smallest is that of the parameters.", () => {
  const { pull, asked } = differentiate({ rtol: [1e-3, 1e-4], atol: [1e-5, 1e-4] });
  pull();
  expect(asked[0]).toEqual({
    rtol: [1e-3, 1e-4, 1e-3, 1e-4, 1e-4, 1e-4],
    atol: [1e-5, 1e-4, 1e-5, 1e-4, 1e-5, 1e-5],
  });
});

test("A list of another length is refused before anything is computed, and nothing is left.", () => {
  const fixture = setUp();
  const before = fixture.backend.live();
  const evaluate = (): never => {
    throw new Error("Nothing should be evaluated.");
  };
  const change = ({ dynamics }: Problem<NumberArray>) => ({ dynamics: { ...dynamics, evaluate } });
  for (const name of ["rtol", "atol"] as const) {
    const run = () => differentiate({ [name]: [1e-3, 1e-3, 1e-3] }, fixture, change);
    expect(run).toThrow(InvalidToleranceError);
    expect(run).toThrow(
      `The ${name} of the adjoint must be one number, or one for each of the 2 arrays`,
    );
  }
  expect(fixture.backend.live()).toBe(before);
});

test("The smaller the tolerances, the better the gradient, at the price of steps.", () => {
  const exact = differentiate({}, setUp(1e-11, dopri5)).pull();
  const runs = [1e-3, 1e-5, 1e-7].map((rtol) => {
    const run = differentiate({ rtol, atol: rtol }, setUp(1e-9, dopri5));
    const error = maxRelativeError(run.pull(), exact);
    return { error, steps: run.statistics.backward.accepted };
  });
  const [rough, fine, finest] = runs as [(typeof runs)[0], (typeof runs)[0], (typeof runs)[0]];
  expect(rough.error).toBeLessThan(1e-2);
  expect(fine.error).toBeLessThan(rough.error / 10);
  expect(finest.error).toBeLessThan(fine.error / 10);
  expect(finest.steps).toBeGreaterThan(fine.steps);
  expect(fine.steps).toBeGreaterThan(rough.steps);
});

test("In the seminorm the parameters' leaves do not count.", () => {
  const { pull, asked, statistics } = differentiate({ norm: "seminorm" });
  const gradient = pull();
  expect(asked[0]?.rtol).toEqual(new Array(6).fill(1e-6));
  expect(asked[0]?.atol.slice(4)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(asked[0]?.atol.slice(0, 4)).toEqual(new Array(4).fill(1e-6));
  const plain = differentiate({ norm: "default" });
  expect(maxRelativeError(gradient, plain.pull())).toBeLessThan(1e-4);
  expect(statistics.backward.accepted).toBeLessThanOrEqual(plain.statistics.backward.accepted);
});

test("A norm of one's own gets the scaled errors of y, λ and θ̄, and decides on the steps.", () => {
  const sizes: Array<ReadonlyArray<number>> = [];
  const norm: Options["norm"] = ({ y, lambda, theta }) => {
    sizes.push([y, lambda, theta].map((part) => numbersOf(part).length));
    return 0;
  };
  const { pull, statistics } = differentiate({ norm });
  pull();
  expect(sizes[0]).toEqual([2, 2, 4]);
  // Every step has the error 0: in each of the two intervals 0.1, and what is left, which is less than five times as much.
  expect(statistics.backward).toMatchObject({ accepted: 4, rejected: 0 });
  expect(sizes).toHaveLength(4);
});

test("The forward pass's norm is not the backward one's.", () => {
  let forward = 0;
  const norm = () => {
    forward++;
    return 0.5;
  };
  const { pull } = differentiate({}, setUp(), () => ({ norm }));
  const before = forward;
  pull();
  expect(before).toBeGreaterThan(0);
  expect(forward).toBe(before);
});

test("Method and controller of the backward integration may be others.", () => {
  const { pull, statistics } = differentiate({
    method: explicitRungeKutta(rk4),
    controller: fixedSteps(0.125),
  });
  pull();
  expect(statistics.backward).toMatchObject({ accepted: 8, rejected: 0, evaluations: 4 * 8 });
  const other = differentiate({ method: explicitRungeKutta(dopri5) });
  other.pull();
  const { accepted, rejected, evaluations } = other.statistics.backward;
  expect(evaluations).toBe(2 + 6 * (accepted + rejected));
});

test("A grid that the controller asks for in the forward pass is that of the backward integration.", () => {
  const grid = {
    ...fixedSteps(2),
    requiredTimes: (outputs: ReadonlyArray<number>) =>
      outputs.length === 3 ? [0.2, 0.4, 0.6, 0.8] : [],
  };
  const { pull, statistics } = differentiate({}, setUp(), () => ({ controller: grid }));
  pull();
  expect(statistics.forward.accepted).toBe(6);
  expect(statistics.backward.accepted).toBe(6);
});

test("The limit of steps may be another, for each interval anew; reaching it is an error.", () => {
  const { pull, backend } = differentiate({ maxNumSteps: 3 });
  const before = backend.live();
  expect(pull).toThrow(IntegrationError);
  expect(backend.live()).toBe(before);
  const enough = differentiate({ controller: fixedSteps(0.125), maxNumSteps: 4 });
  expect(enough.pull).not.toThrow();
});

test("The signal aborts the backward integration too.", () => {
  const signal = { aborted: false };
  const { pull, backend } = differentiate({}, setUp(), () => ({ signal }));
  const before = backend.live();
  signal.aborted = true;
  expect(pull).toThrow(/aborted by its signal/);
  expect(backend.live()).toBe(before);
  signal.aborted = false;
  expect(pull).not.toThrow();
});

test("onStep is told of the forward steps alone.", () => {
  const { pull, taken } = differentiate({});
  const before = taken.length;
  pull();
  expect(taken).toHaveLength(before);
});
