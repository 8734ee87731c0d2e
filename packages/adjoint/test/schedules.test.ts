import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import {
  type AdjointCase,
  arbitraryNetwork,
  arbitraryTableau,
  bisecting,
  elementary,
  everyKth,
  everyKthTogether,
  fixedSteps,
  gradientOf,
  lotkaVolterra,
  maxRelativeError,
  smallTableaux,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointPerStep, oneCheckpoint, symplecticAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";

const schedules: ReadonlyArray<CheckpointSchedule> = [
  startOnly,
  everyKth(3),
  everyKthTogether(3),
  bisecting,
];
const cases: fc.Arbitrary<AdjointCase> = fc.record({
  func: arbitraryNetwork(),
  tableau: arbitraryTableau().map((plain) => toButcherTableau(plain)),
  controller: fc.constantFrom(fixedSteps(0.07), elementary(0.1)),
  times: fc.constantFrom([0, 0.3, 1], [1, 0.45, 0]),
  jumpT: fc.constantFrom([], [0.6]),
  maxNumSteps: fc.constant(40),
});
const rowsOf = ({ func }: AdjointCase) => [
  undefined,
  func.y0.map(() => 0.5),
  func.y0.map(() => -1),
];

describe.each(schedules)("With the schedule $name", (schedule) => {
  test("the symplectic adjoint's gradient is bitwise that of a checkpoint per step.", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const rows = rowsOf(given).map((row) => row && Array.from(row));
        const of = (each: CheckpointSchedule) =>
          gradientOf(symplecticAdjoint({ schedule: each }), adjointFixture(given), rows);
        expect(of(schedule)).toEqual(of(everyStep));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  test("backpropagation of segments has the same gradient to rounding.", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const rows = rowsOf(given).map((row) => row && Array.from(row));
        const of = (each: CheckpointSchedule) =>
          gradientOf(checkpointPerStep({ schedule: each }), adjointFixture(given), rows);
        const [actual, expected] = [of(schedule), of(everyStep)];
        expect(maxRelativeError(actual?.y0 ?? [], expected?.y0 ?? [])).toBeLessThan(1e-13);
        expect(maxRelativeError(actual?.parameters ?? [], expected?.parameters ?? [])).toBeLessThan(
          1e-13,
        );
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  test.each(["once", "repeatable"] as const)('nothing is left in mode "%s".', (mode) => {
    const given = { func: lotkaVolterra(), times: [0, 0.2, 0.5], controller: fixedSteps(0.04) };
    const rows = [undefined, [1, 2], [3, 4]];
    for (const make of [symplecticAdjoint, checkpointPerStep])
      expect(gradientOf(make({ schedule }), adjointFixture(given), rows, { mode })).toBeDefined();
  });
});

test("The one checkpoint is the schedule startOnly of backpropagation by checkpoints, bitwise.", () => {
  const given = {
    func: lotkaVolterra(),
    times: [0, 0.5],
    tableau: smallTableaux.bosh3,
    controller: elementary(0.1),
  };
  const rows = [undefined, [3, 4]];
  expect(gradientOf(oneCheckpoint(), adjointFixture(given), rows)).toEqual(
    gradientOf(checkpointPerStep({ schedule: startOnly }), adjointFixture(given), rows),
  );
});

test("A schedule is told the number of steps exactly where it is known beforehand.", () => {
  const told = (controller: NonNullable<AdjointCase["controller"]>) => {
    const totals = new Set<number | undefined>();
    const schedule: CheckpointSchedule = {
      ...everyStep,
      forward(view) {
        totals.add(view.total);
        return everyStep.forward(view);
      },
    };
    const fixture = adjointFixture({ func: lotkaVolterra(), times: [0, 0.2, 0.5], controller });
    gradientOf(symplecticAdjoint({ schedule }), fixture, []);
    return { totals: [...totals], steps: fixture.taken.length };
  };
  expect(told(elementary(0.1)).totals).toEqual([undefined]);
  const grid = { ...fixedSteps(1), requiredTimes: () => [0.1, 0.2, 0.3, 0.4] };
  const known = told(grid);
  expect(known.totals).toEqual([known.steps]);
});
