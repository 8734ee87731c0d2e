import {
  type Adjoint,
  IntegrationError,
  ParametersChangedError,
  ReleasedError,
  type SolveMode,
} from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { elementary } from "../controllers/elementary.js";
import { lotkaVolterra } from "../problems/lotka-volterra.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";
import { type AdjointCase, drive, type NewFixture, numbersOf, stateOf } from "./adjoint-fixture.js";
import { releaseAll } from "./gradient-of.js";

const given: AdjointCase = {
  func: lotkaVolterra(),
  times: [0, 0.2, 0.5],
  tableau: smallTableaux.bosh3,
  controller: elementary(0.05),
  tolerance: 1e-4,
};
const rows = [undefined, [1, -1], [0.5, 2]];
const modes = ["value", "once", "repeatable"] as const satisfies ReadonlyArray<SolveMode>;

/** A forward pass, and its pullback as a function of rows to numbers. */
function solved(
  adjoint: Adjoint,
  newFixture: NewFixture,
  mode: SolveMode,
  changes: Partial<AdjointCase> = {},
) {
  const fixture = newFixture({ ...given, ...changes });
  const { backend, problem } = fixture;
  const changed = { index: undefined as number | undefined };
  const dynamics = { ...problem.dynamics, watchParameters: () => () => changed.index };
  const before = backend.live();
  const pass = drive(adjoint.solve({ ...problem, dynamics }, mode), backend);
  const pull = (of: typeof rows) => {
    const cotangents = of.map((row) => stateOf(fixture, row) ?? []);
    try {
      const given = cotangents.map((state) => (state.length === 0 ? undefined : state));
      const { y0, parameters } = drive(pass.pullback(given, [0, 1]), backend);
      const numbers = [y0, parameters].map(numbersOf);
      releaseAll(fixture, [y0, parameters]);
      return numbers;
    } finally {
      releaseAll(fixture, cotangents);
    }
  };
  const left = () => backend.live() - before;
  return { ...fixture, pass, pull, left, changed };
}

/** Registers the tests of the solve modes and of the errors of pullbacks. */
export function adjointModesSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  test("computes the same outputs, bitwise, in every mode.", () => {
    const [value, once, repeatable] = modes.map((mode) =>
      solved(adjoint, newFixture, mode).pass.outputs.map(numbersOf),
    );
    expect(value).toHaveLength(3);
    expect(once).toEqual(value);
    expect(repeatable).toEqual(value);
  });

  test('keeps nothing but the outputs in mode "value", and has no pullback then.', () => {
    const { pass, pull, left, ...fixture } = solved(adjoint, newFixture, "value");
    expect(left()).toBe(3 * 2);
    expect(() => pull(rows)).toThrow(ReleasedError);
    pass.release();
    releaseAll(fixture, pass.outputs);
    expect(left()).toBe(0);
  });

  test('frees all it kept with the one pullback of mode "once"; a second one is an error.', () => {
    const { pass, pull, left, ...fixture } = solved(adjoint, newFixture, "once");
    releaseAll(fixture, pass.outputs);
    expect(left()).toBeGreaterThan(0);
    pull(rows);
    expect(left()).toBe(0);
    expect(() => pull(rows)).toThrow(ReleasedError);
    pass.release();
    expect(left()).toBe(0);
    expect(() => pull(rows)).toThrow(ReleasedError);
  });

  test('gives the same gradient, bitwise, again and again in mode "repeatable".', () => {
    const { pass, pull, left, ...fixture } = solved(adjoint, newFixture, "repeatable");
    releaseAll(fixture, pass.outputs);
    const kept = left();
    const first = pull(rows);
    expect(left()).toBe(kept);
    const other = pull([[3, 1], undefined, [0, 1]]);
    expect(other).not.toEqual(first);
    expect(pull(rows)).toEqual(first);
    expect(left()).toBe(kept);
    expect(solved(adjoint, newFixture, "once").pull(rows)).toEqual(first);
  });

  test.each(modes)(
    'frees everything by release() in mode "%s", once, and has no pullback after it.',
    (mode) => {
      const { pass, pull, left, ...fixture } = solved(adjoint, newFixture, mode);
      releaseAll(fixture, pass.outputs);
      pass.release();
      expect(left()).toBe(0);
      pass.release();
      expect(left()).toBe(0);
      expect(() => pull(rows)).toThrow(ReleasedError);
    },
  );

  test("refuses a pullback if parameters have changed since the solve, at any time.", () => {
    const { pull, changed, problem } = solved(adjoint, newFixture, "repeatable");
    const gradient = pull(rows);
    changed.index = 1;
    const error = thrownBy(() => pull(rows));
    expect(error).toBeInstanceOf(ParametersChangedError);
    expect(error).toMatchObject({
      argument: "parameters[1]",
      value: problem.dynamics.parameters[1],
    });
    changed.index = undefined;
    expect(pull(rows)).toEqual(gradient);
  });

  test("refuses the pullback of a failed integration, with its outcome.", () => {
    const { pass, pull, left, ...fixture } = solved(adjoint, newFixture, "repeatable", {
      maxNumSteps: 4,
    });
    expect(pass.outcome.kind).toBe("tooManySteps");
    const error = thrownBy(() => pull(rows));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({
      code: "INTEGRATION_TOO_MANY_STEPS",
      outcome: pass.outcome,
      statistics: pass.statistics,
    });
    releaseAll(fixture, pass.outputs);
    pass.release();
    expect(left()).toBe(0);
  });
}

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
