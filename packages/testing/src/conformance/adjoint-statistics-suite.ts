import {
  type Adjoint,
  newPassStatistics,
  type PassStatistics,
  type SolveMode,
} from "@symplectic-adjoint/core";
import { describe, expect, test } from "vitest";
import type { DynamicsCall } from "../accounting/watched-dynamics.js";
import { elementary } from "../controllers/elementary.js";
import { fixedSteps } from "../controllers/fixed-steps.js";
import { lotkaVolterra } from "../problems/lotka-volterra.js";
import { smallTableaux } from "../tableaux/small-tableaux.js";
import { drive, type NewFixture, stateOf } from "./adjoint-fixture.js";
import { releaseAll } from "./gradient-of.js";

const controllers = [
  fixedSteps(0.1),
  elementary(0.3),
  { ...elementary({ trial: () => 0.01, choose: () => 0.3 }), name: "elementary, with a search" },
];

/** Uses of f, counted by its dynamics. */
function counter() {
  let calls: Array<DynamicsCall> = [];
  const number = (...kinds: ReadonlyArray<DynamicsCall>) =>
    calls.filter((call) => kinds.includes(call)).length;
  return {
    onCall: (call: DynamicsCall) => void calls.push(call),
    /** The counts since the last call. */
    take() {
      const counts = {
        evaluations: number("evaluate", "record", "pullback"),
        recorded: number("record", "pullback"),
        vjps: number("vjp", "pullback"),
      };
      calls = [];
      return counts;
    },
  };
}

/** Registers the tests that an adjoint's counts are correct. */
export function adjointStatisticsSuite(adjoint: Adjoint, newFixture: NewFixture): void {
  describe.each(controllers)("with the controller $name", (controller) => {
    test.each<SolveMode>(["value", "once", "repeatable"])(
      'counts what it asks of f, forward and backward, in mode "%s".',
      (mode) => {
        const { onCall, take } = counter();
        const times = [0, 0.3, 0.9];
        const { bosh3: tableau } = smallTableaux;
        const fixture = newFixture({
          func: lotkaVolterra(),
          times,
          tableau,
          controller,
          onCall,
        });
        const { backend, problem, taken } = fixture;
        const events: Array<boolean> = [];
        const onStep = (event: Parameters<NonNullable<typeof problem.onStep>>[0]) => {
          events.push(event.accepted);
          problem.onStep?.(event);
        };
        const pass = drive(adjoint.solve({ ...problem, onStep }, mode), backend);
        const { forward, backward, stepSizes } = pass.statistics;

        const counts = take();
        expect(forward).toMatchObject(counts);
        expect(counts.vjps).toBe(0);
        if (mode === "value") expect(counts.recorded).toBe(0);
        expect(forward.accepted).toBe(events.filter((accepted) => accepted).length);
        expect(forward.rejected).toBe(events.filter((accepted) => !accepted).length);
        expect(stepSizes).toEqual(taken.map(({ h }) => h));
        expect(pass.steps.map(({ h }) => h)).toEqual(stepSizes);
        expect(pass.steps.at(-1)?.end).toBe(times.at(-1));
        expect(backward).toEqual(newPassStatistics());
        if (mode === "value") return;

        const cotangents = [undefined, undefined, stateOf(fixture, [1, -1])];
        const pull = () => {
          const before: PassStatistics = { ...backward };
          const { y0, parameters } = drive(pass.pullback(cotangents, [0, 1]), backend);
          releaseAll(fixture, [y0, parameters]);
          const done = take();
          expect({ ...backward }).toMatchObject({
            evaluations: before.evaluations + done.evaluations,
            recorded: before.recorded + done.recorded,
            vjps: before.vjps + done.vjps,
          });
          expect(done.vjps).toBeGreaterThan(0);
          return done;
        };
        const first = pull();
        if (mode === "repeatable") expect(pull()).toEqual(first);
        expect(forward).toMatchObject(counts);
        expect(taken).toHaveLength(forward.accepted);
      },
    );
  });
}
