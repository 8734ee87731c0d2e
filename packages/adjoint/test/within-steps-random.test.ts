import { elementary, fixedSteps, smallTableaux } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { backpropagation, checkpointPerStep, symplecticAdjoint } from "../src/index.js";
import { gradientByComplexStep } from "./support/complex-gradient.js";
import { distance } from "./support/distance.js";
import { dividing } from "./support/dividing.js";
import { gradientBy } from "./support/gradient-of-program.js";
import type { Program } from "./support/program.js";
import { schedules } from "./support/schedules.js";

/** LONG=1 tries more. */
const RUNS = process.env.LONG === undefined ? 60 : 2000;

/** Times on a coarse binary grid, without rounding, so that outputs, jumps, step times and ends of steps often coincide. */
const anyTime = fc.integer({ min: 1, max: 15 }).map((n) => n / 8);
const anyTimes = fc.array(anyTime, { maxLength: 3 });

const anyProgram: fc.Arbitrary<Program> = fc
  .record({
    tableau: fc.constantFrom(
      smallTableaux.dopri5,
      smallTableaux.bosh3,
      smallTableaux.rk4,
      smallTableaux.heun2,
      smallTableaux.midpoint,
    ),
    steps: fc.constantFrom("adaptive", "fixed", "intervals", "proportional"),
    times: fc.array(anyTime, { minLength: 1, maxLength: 6 }),
    backward: fc.boolean(),
    stepT: anyTimes,
    jumpT: anyTimes,
    interpolates: fc.boolean(),
    saves: fc.boolean(),
    savesSteps: fc.boolean(),
    without: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 2 }),
    events: fc.array(
      fc.record({
        level: fc.constantFrom(0.81, 0.7, 0.5, 0.31),
        kicks: fc.boolean(),
        ends: fc.constantFrom(false, false, true),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ steps, times, backward, ...rest }): Program => {
    const sorted = [0, ...times].sort((a, b) => a - b);
    const adapts = steps === "adaptive" && rest.tableau.error !== undefined;
    const grid = steps === "intervals" || steps === "proportional";
    const controller = grid ? dividing(4, steps) : fixedSteps(0.1875);
    return {
      ...rest,
      times: backward ? sorted.reverse() : sorted,
      controller: adapts ? elementary(0.2) : controller,
    };
  });

test(
  "Random programs have the gradient of a complex step, with every strategy.",
  () => {
    let events = 0;
    fc.assert(
      fc.property(anyProgram, fc.constantFrom(...schedules), (program, schedule) => {
        for (const adjoint of [
          symplecticAdjoint({ schedule }),
          checkpointPerStep({ schedule }),
          backpropagation(),
        ]) {
          const solved = gradientBy(adjoint, program);
          const expected = gradientByComplexStep(program, solved);
          events += solved.found.length;
          expect(distance(solved.gradient, expected)).toBeLessThan(1e-12);
          expect(solved.leaks).toBe(0);
        }
      }),
      { seed: 10, numRuns: RUNS },
    );
    // Otherwise nothing was tried.
    expect(events).toBeGreaterThan(RUNS / 2);
  },
  120_000 + RUNS * 500,
);
