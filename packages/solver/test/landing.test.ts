import type { Step } from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  maxRelativeError,
  plainRungeKutta,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { accept, scripted } from "./support/controllers.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { setUp, solve, valuesOf } from "./support/setup.js";

const ends = (steps: ReadonlyArray<Step>) => steps.map(({ end }) => end);

test("Steps end exactly at outputs, step times and jump times, in both directions, with any controller.", () => {
  // Not closer to 0 than a step can be short.
  const time = fc
    .double({ min: -1, max: 1, noNaN: true })
    .map((t) => (Math.abs(t) < 1e-200 ? 0 : t));
  const list = fc.uniqueArray(time, { maxLength: 3 });
  const outputs = fc.uniqueArray(time, { minLength: 2, maxLength: 4 });
  const controller = fc.constantFrom(fixedSteps(0.3), elementary(0.3));
  fc.assert(
    fc.property(
      outputs,
      list,
      list,
      fc.boolean(),
      controller,
      (free, stepT, jumpT, down, control) => {
        const times = [...free].sort((p, q) => (down ? q - p : p - q));
        const [t0, t1] = [times[0] as number, times.at(-1) as number];
        const setup = setUp(decay({ t0, t1 }), {
          times,
          stepT,
          jumpT,
          controller: control,
          tableau: smallTableaux.heun2,
          tolerances: { rtol: [1e-2], atol: [1e-2] },
        });
        const { steps, outcome, outputs: rows } = solve(setup);
        expect(outcome).toMatchObject({ kind: "success", t: t1 });
        const within = (t: number) => (down ? t < t0 && t >= t1 : t > t0 && t <= t1);
        const required = [...times.slice(1), ...stepT.filter(within), ...jumpT.filter(within)];
        expect(ends(steps)).toEqual(expect.arrayContaining(required));
        expect(rows).toHaveLength(times.length);
        expect(steps.flatMap((step) => step.outputs)).toEqual(
          times.slice(1).map((_, i) => ({ index: i + 1, theta: 1 })),
        );
        for (const { outputs: served, end } of steps)
          for (const { index } of served) expect(times[index]).toBe(end);
      },
    ),
    { seed: 42 },
  );
});

test("Each step starts where the one before ended, and between stops it is as long as was proposed.", () => {
  const controller = scripted(0.25, [accept(0.5), accept(0.125)]);
  const setup = setUp(decay(), { controller, tableau: smallTableaux.heun2, times: [0, 1] });
  const { steps, stepSizes } = solve(setup);
  expect(steps.map(({ t }) => t)).toEqual([0, 0.25, 0.75, 0.875]);
  expect(stepSizes).toEqual([0.25, 0.5, 0.125, 0.125]);
  expect(steps.map(({ h }) => h)).toEqual(stepSizes);
});

test("A step that is cut to land tells the controller what was tried and what it had proposed.", () => {
  const controller = scripted(0.75, [accept(0.75)]);
  solve(setUp(decay(), { controller, tableau: smallTableaux.heun2, times: [0, 0.5, 1] }));
  const tried = controller.attempts.map(({ step, proposal, order }) => ({ step, proposal, order }));
  const cut = { step: 0.5, proposal: 0.75, order: 2 };
  expect(tried).toEqual([cut, cut]);
});

test("A step that would end a sliver before a stop lands on it.", () => {
  const sizes = (step: number) => solve(setUp(decay(), { controller: fixedSteps(step) })).stepSizes;
  expect(sizes(0.5 * (1 - 1e-11))).toEqual([0.5 * (1 - 1e-11), 1 - 0.5 * (1 - 1e-11)]);
  expect(sizes(0.5 * (1 - 1e-9))).toHaveLength(3);
});

test("Far from t = 0, too, a step is as long as the time it takes, and not longer than was proposed.", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 1e6, 1e9, -1e9),
      fc.constantFrom(1, -1),
      fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      (t0, direction, proposals) => {
        const [first = 1, ...later] = proposals;
        const controller = scripted(first, [...later, 0.3].map(accept));
        const times = [t0, t0 + direction];
        const setup = setUp(decay(), { times, controller, tableau: smallTableaux.heun2 });
        const { steps, outcome } = solve(setup);
        expect(outcome.kind).toBe("success");
        for (const { t, h, end } of steps) expect(h).toBe(end - t);
        controller.attempts.forEach(({ step, proposal }, n) => {
          const most = steps[n]?.end === times[1] ? proposal * (1 + 2e-10) : proposal;
          expect(step).toBeLessThanOrEqual(most);
        });
      },
    ),
    { seed: 42 },
  );
});

test("Ten steps of a tenth are ten steps, though ten times 0.1 is not 1.", () => {
  const { steps } = solve(setUp(decay(), { controller: fixedSteps(0.1) }));
  expect(steps).toHaveLength(10);
  expect(ends(steps).at(-1)).toBe(1);
});

test("Outputs an ulp apart are both reached, by a step of an ulp.", () => {
  const times = [0, 0.5, 0.5 + 2 ** -53, 1];
  const { steps, outputs } = solve(setUp(decay(), { times, controller: fixedSteps(1) }));
  expect(ends(steps)).toEqual(times.slice(1));
  expect(steps[1]?.h).toBe(2 ** -53);
  expect(outputs).toHaveLength(4);
});

test("A single output time gives back the initial state, without any evaluation.", () => {
  const { rule } = { rule: { trial: () => 0.1, choose: () => 0.1 } };
  const setup = setUp(decay(), { times: [0.5], controller: elementary(rule), stepT: [0.7] });
  const { outputs, outcome, pass, steps } = solve(setup);
  expect(outputs.map(valuesOf)).toEqual([[1, -0.5, 2]]);
  expect(outcome).toMatchObject({ kind: "success", t: 0.5, step: 0 });
  expect(pass.evaluations).toBe(0);
  expect(steps).toEqual([]);
});

test("The outputs are the states of the same steps taken by a plain loop.", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(smallTableaux)), (tableau) => {
      const problem = decay();
      const { outputs, steps } = solve(setUp(problem, { tableau, controller: fixedSteps(0.125) }));
      const states = plainRungeKutta(problem, tableau, steps);
      expect(maxRelativeError(valuesOf(outputs[1]), states.slice(-3))).toBeLessThan(1e-14);
    }),
    { seed: 42, numRuns: 8 },
  );
});

test("The first output is the initial state; all are copies that outlive the loop.", () => {
  const setup = setUp(
    rightHandSide((t) => 2 * t),
    { times: [0, 0.5, 1] },
  );
  const before = setup.backend.live();
  const { outputs } = solve(setup);
  expect(setup.backend.live()).toBe(before + 3);
  setup.backend.release(setup.problem.y0);
  expect(outputs.map(valuesOf)).toEqual([[1], [1.25], [2]]);
});
