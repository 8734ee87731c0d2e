import type { Adjoint } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { maxRelativeError } from "../checks/max-relative-error.js";
import { elementary } from "../controllers/elementary.js";
import { lotkaVolterra } from "../problems/lotka-volterra.js";
import type { TestProblem } from "../problems/test-problem.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";
import { type AdjointCase, drive, type NewFixture, numbersOf, stateOf } from "./adjoint-fixture.js";
import { gradientOf, releaseAll } from "./gradient-of.js";

const given: AdjointCase = {
  func: lotkaVolterra(),
  times: [0, 0.2, 0.5],
  tableau: smallTableaux.dopri5,
  controller: elementary(0.05),
  tolerance: 1e-8,
};
const rows = [[1, -1], undefined, [0.5, 2]];

/** Registers the tests of arguments and results of pullbacks. */
export function adjointPullbacksSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  test.each([[[]], [[0]], [[1]], [[1, 0]]])(
    "gives the cotangents of the parameters %j alone, in this order, and the same.",
    (wrt) => {
      const whole = gradientOf(adjoint, newFixture(given), rows);
      const fixture = newFixture(given);
      const part = gradientOf(adjoint, fixture, rows, { wrt });
      const [first = 0] = fixture.parameterSizes;
      const leaves = [whole?.parameters.slice(0, first), whole?.parameters.slice(first)];
      const expected = wrt.flatMap((i) => leaves[i] ?? []);
      // An adaptive adjoint integration takes different steps for a smaller system.
      const tolerance = adjoint.exact ? 0 : 1e-5;
      expect(maxRelativeError(part?.parameters ?? [], expected)).toBeLessThanOrEqual(tolerance);
      expect(maxRelativeError(part?.y0 ?? [], whole?.y0 ?? [])).toBeLessThanOrEqual(tolerance);
    },
  );

  test("returns zeros of the correct shapes without any cotangent.", () => {
    for (const none of [[], [undefined, undefined, undefined]])
      expect(gradientOf(adjoint, newFixture(given), none)).toEqual({
        y0: [0, 0],
        parameters: [0, 0, 0, 0],
      });
  });

  test("returns a cotangent of the initial state, bitwise, and zeros for the parameters.", () => {
    const gradient = { y0: [0.1, -0.7], parameters: [0, 0, 0, 0] };
    expect(gradientOf(adjoint, newFixture(given), [[0.1, -0.7]])).toEqual(gradient);
    const alone = newFixture({ ...given, times: [0.5] });
    expect(gradientOf(adjoint, alone, [[0.1, -0.7]])).toEqual(gradient);
    expect(gradientOf(adjoint, newFixture({ ...given, times: [0.5] }), [])).toEqual({
      y0: [0, 0],
      parameters: [0, 0, 0, 0],
    });
  });

  test("returns no cotangents of parameters if there are no parameters.", () => {
    const func: TestProblem = {
      name: "growth without parameters",
      t0: 0,
      t1: 1,
      y0: Float64Array.of(1, 2),
      parameters: new Float64Array(0),
      evaluate: (_t, y, _p, dy) => dy.set(y),
      vjp: (_t, _y, _p, g, yBar) => yBar.set(yBar.map((value, i) => value + (g[i] as number))),
    };
    const fixture = newFixture({ ...given, func });
    const gradient = gradientOf(adjoint, fixture, [undefined, undefined, [1, 1]]);
    expect(gradient?.parameters).toEqual([]);
    expect(gradient?.y0[0]).toBeCloseTo(Math.exp(0.5), 6);
  });

  test("returns a gradient owned by the open scope.", () => {
    const fixture = newFixture(given);
    const { backend, problem } = fixture;
    const cotangents = rows.map((row) => stateOf(fixture, row));
    const pass = drive(adjoint.solve(problem, "repeatable"), backend);
    const before = backend.live();
    const alone = drive(pass.pullback(cotangents, [0, 1]), backend);
    const expected = [alone.y0, alone.parameters].map(numbersOf);
    releaseAll(fixture, [alone.y0, alone.parameters]);
    backend.openScope();
    const scoped = drive(pass.pullback(cotangents, [0, 1]), backend);
    expect([scoped.y0, scoped.parameters].map(numbersOf)).toEqual(expected);
    for (const leaf of [...scoped.y0, ...scoped.parameters]) expect(leaf.freed).toBe(false);
    backend.closeScope([]);
    expect(backend.live()).toBe(before);
  });

  test("does not change the cotangents, and needs neither them nor the outputs afterwards.", () => {
    const fixture = newFixture(given);
    const { backend, problem } = fixture;
    const pass = drive(adjoint.solve(problem, "once"), backend);
    releaseAll(fixture, pass.outputs);
    const cotangents = rows.map((row) => stateOf(fixture, row));
    const { y0, parameters } = drive(pass.pullback(cotangents, [0, 1]), backend);
    for (const state of cotangents) for (const leaf of state ?? []) expect(leaf.freed).toBe(false);
    for (const state of cotangents) backend.release(state ?? []);
    for (const leaf of [...y0, ...parameters]) expect(leaf.freed).toBe(false);
  });
}
