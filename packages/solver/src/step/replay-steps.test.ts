import type { State, Step } from "@symplectic-adjoint/core";
import { newPassStatistics } from "@symplectic-adjoint/core";
import {
  arbitraryNetwork,
  arbitraryTableau,
  elementary,
  fixedSteps,
  type NumberArray,
  smallTableaux,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { setUp, solve, valuesOf } from "../../test/support/setup.js";
import { runSync } from "../reading/run-sync.js";
import { plainOperations } from "./plain-operations.js";
import { replaySteps } from "./replay-steps.js";
import { startAt } from "./step-start.js";

/** Integrates, keeping a copy of the state before every step. */
function integrated(setup: ReturnType<typeof setUp>) {
  const states: Array<State<NumberArray>> = [];
  const solved = solve(setup, {
    accepted: (_, __, before, after) => {
      if (states.length === 0) states.push(setup.backend.retain(before.y));
      states.push(setup.backend.retain(after.y));
    },
  });
  return { ...solved, states };
}

/** Replays a segment from the state that the integration had there; returns the numbers of its states. */
function replayed(
  { problem }: ReturnType<typeof setUp>,
  steps: ReadonlyArray<Step>,
  states: ReadonlyArray<State<NumberArray>>,
  from: number,
  to: number,
) {
  const pass = newPassStatistics();
  const operations = plainOperations(problem, pass);
  const start = states[from] as State<NumberArray>;
  const reading = replaySteps(problem, operations, steps, from, to, startAt(start));
  const values = runSync(reading, problem.backend).map(({ y }) => y);
  return { values: values.map(valuesOf), evaluations: pass.evaluations, first: values[0], start };
}

const controllers = fc.constantFrom(fixedSteps(0.3), elementary(0.2));

test("Any segment of steps, taken again, gives bitwise the states that the integration had.", () => {
  fc.assert(
    fc.property(
      arbitraryNetwork(),
      arbitraryTableau(),
      controllers,
      fc.boolean(),
      fc.array(fc.constantFrom(0.1, 0.25, 0.5, 0.7), { maxLength: 2 }),
      fc.nat(),
      fc.nat(),
      (network, plain, controller, down, jumpT, p, q) => {
        const tableau = toButcherTableau(plain);
        const times = down ? [1, 0.4, 0] : [0, 0.4, 1];
        const setup = setUp(network, {
          tableau,
          controller,
          times,
          jumpT,
          tolerances: { rtol: [1e-2], atol: [1e-2] },
          maxNumSteps: 40,
        });
        const { steps, states } = integrated(setup);
        if (steps.length === 0) return;
        const [from, other] = [p % steps.length, q % steps.length];
        const [first, last] = [Math.min(from, other), Math.max(from, other) + 1];
        const { values } = replayed(setup, steps, states, first, last);
        expect(values).toEqual(states.slice(first, last + 1).map(valuesOf));
      },
    ),
    { seed: 42 },
  );
});

test("An FSAL method's last stage is handed over where it was, and not across a jump.", () => {
  const { bosh3 } = smallTableaux;
  const setup = setUp(
    fc.sample(arbitraryNetwork(), { seed: 3, numRuns: 1 })[0] as Parameters<typeof setUp>[0],
    { tableau: bosh3, controller: elementary(0.25), jumpT: [0.5] },
  );
  const { steps, states } = integrated(setup);
  const jump = steps.findIndex(({ t }) => t === 0.5);
  expect(jump).toBeGreaterThan(0);
  expect(steps.map(({ reusesLastStage }) => reusesLastStage)).toEqual(
    steps.map((_, n) => n !== 0 && n !== jump),
  );
  const { evaluations } = replayed(setup, steps, states, 0, steps.length);
  // One k_1 at the start and at the jump; the last stage is left out before the jump and at the end.
  expect(evaluations).toBe(2 + 3 * steps.length - 2);
});

test("A segment that starts where k_1 was handed over evaluates it, at the same time.", () => {
  const { dopri5 } = smallTableaux;
  const network = fc.sample(arbitraryNetwork(), { seed: 5, numRuns: 1 })[0];
  const setup = setUp(network as Parameters<typeof setUp>[0], {
    tableau: dopri5,
    controller: elementary(0.1),
  });
  const { steps, states } = integrated(setup);
  expect(steps[1]?.reusesLastStage).toBe(true);
  setup.evaluatedAt.length = 0;
  const { values, evaluations } = replayed(setup, steps, states, 1, 2);
  expect(setup.evaluatedAt[0]).toBe(steps[1]?.firstStageTime);
  expect(steps[1]?.firstStageTime).toBeLessThan(steps[1]?.t as number);
  expect(values[1]).toEqual(valuesOf(states[2]));
  expect(evaluations).toBe(6);
});

test("No steps give back the state they were given.", () => {
  const network = fc.sample(arbitraryNetwork(), { seed: 5, numRuns: 1 })[0];
  const setup = setUp(network as Parameters<typeof setUp>[0]);
  const { steps, states } = integrated(setup);
  const { values, first, start, evaluations } = replayed(setup, steps, states, 2, 2);
  expect(values).toHaveLength(1);
  expect(first).toBe(start);
  expect(evaluations).toBe(0);
});
