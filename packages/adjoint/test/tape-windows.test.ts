import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import type { Adjoint, Statistics } from "@symplectic-adjoint/core";
import { InvalidArgumentError } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import {
  elementary,
  everyKthTogether,
  fixedSteps,
  gradientOf,
  lotkaVolterra,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  checkpointedAdjoint,
  checkpointPerStep,
  oneCheckpoint,
  type ReverseSteps,
  reverseOnTape,
  symplecticAdjoint,
} from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";
import { gradientBy } from "./support/gradient-of-program.js";
import { schedules } from "./support/schedules.js";

const rows = [undefined, [1, 2], [3, 4]];
const times = [0, 0.2, 0.5];

describe.each([
  ["fixed", fixedSteps(0.04)],
  ["adaptive", elementary(0.1)],
])("In %s steps", (_, controller) => {
  const given = { func: lotkaVolterra(), times, tableau: smallTableaux.bosh3, controller };
  const gradient = (adjoint: Adjoint) => gradientOf(adjoint, adjointFixture(given), rows);

  test("the named strategies are points of the family.", () => {
    for (const schedule of schedules) {
      expect(gradient(symplecticAdjoint({ schedule, window: "segment" }))).toEqual(
        gradient(checkpointPerStep({ schedule })),
      );
      expect(gradient(checkpointPerStep({ schedule, window: "evaluation" }))).toEqual(
        gradient(symplecticAdjoint({ schedule })),
      );
    }
    const parts = { name: "mine", schedule: startOnly } as const;
    expect(gradient(checkpointedAdjoint({ ...parts, window: "segment" }))).toEqual(
      gradient(oneCheckpoint()),
    );
    expect(gradient(checkpointedAdjoint(parts))).toEqual(gradient(symplecticAdjoint()));
  });

  test.each(schedules)(
    "a tape per step has bitwise the same gradient, schedule $name.",
    (schedule) => {
      expect(gradient(checkpointPerStep({ schedule, window: "step" }))).toEqual(
        gradient(checkpointPerStep({ schedule: everyStep })),
      );
    },
  );
});

describe("A segment of steps", () => {
  const steps = 6;
  const stages = 4;
  /** The counts of a pullback, and the most records that there were at once. */
  const run = (adjoint: Adjoint): Statistics & { records: number } => {
    const { backend, problem } = adjointFixture({
      func: lotkaVolterra(),
      times: [0, 0.6],
      controller: fixedSteps(0.1),
    });
    let live = 0;
    let records = 0;
    const { dynamics } = problem;
    const watched: typeof dynamics = {
      ...dynamics,
      record(t, y) {
        const record = dynamics.record(t, y);
        let released = false;
        records = Math.max(records, ++live);
        return {
          ...record,
          release() {
            if (!released) live--;
            released = true;
            record.release();
          },
        };
      },
    };
    const pass = runSync(adjoint.solve({ ...problem, dynamics: watched }, "once"), backend);
    runSync(pass.pullback([undefined, [backend.array([1]), backend.array([2])]], [0, 1]), backend);
    expect(live).toBe(0);
    return { ...pass.statistics, records };
  };
  const schedule = everyKthTogether(3);

  test("is on one tape, each step on its own, or each evaluation, as the window says.", () => {
    const segment = run(checkpointPerStep({ schedule }));
    expect(segment.records).toBe(3 * stages);
    expect(segment.backward).toMatchObject({
      evaluations: steps * stages,
      recorded: steps * stages,
    });
    const step = run(checkpointPerStep({ schedule, window: "step" }));
    expect(step.records).toBe(stages);
    // The first two steps of each segment are taken again before they are recorded.
    expect(step.backward).toMatchObject({
      evaluations: (steps + 4) * stages,
      recorded: steps * stages,
    });
    const evaluation = run(checkpointPerStep({ schedule, window: "evaluation" }));
    expect(evaluation.records).toBe(0);
    expect(evaluation.backward).toMatchObject({
      evaluations: 4 * stages + steps * (2 * stages - 1),
      recorded: steps * stages,
    });
  });
});

test("Choices that contradict each other are refused.", () => {
  for (const window of ["step", "segment"] as const) {
    for (const make of [symplecticAdjoint, checkpointPerStep]) {
      const create = () => make({ contents: "stages", window });
      expect(create).toThrow(InvalidArgumentError);
      expect(create).toThrow(/^contents would be stored for nothing/);
    }
  }
  expect(() => checkpointPerStep({ contents: "stages" })).toThrow(/window: "segment"/);
  const both = () =>
    checkpointedAdjoint({
      name: "both",
      schedule: everyStep,
      reverse: reverseOnTape,
      window: "step",
    });
  expect(both).toThrow(InvalidArgumentError);
  expect(both).toThrow(/^window was given together with reverse/);
});

test("A reversal of one's own is given the stages of a step that has a checkpoint.", () => {
  const seen: Array<number | undefined> = [];
  const adjoint = checkpointedAdjoint({
    name: "looks at the stages",
    schedule: everyStep,
    contents: "stages",
    reverse(context, start, from, to, stages) {
      seen.push(stages?.length);
      return reverseOnTape(context, start, from, to);
    },
  });
  const given = { func: lotkaVolterra(), times, controller: fixedSteps(0.1) };
  expect(gradientOf(adjoint, adjointFixture(given), rows)).toEqual(
    gradientOf(checkpointPerStep(), adjointFixture(given), rows),
  );
  expect(seen).toEqual(seen.map(() => 3));
  expect(seen.length).toBeGreaterThan(4);
});

test("A reversal of one's own must not ignore what lies within steps.", () => {
  const program = { times: [0.2, 0.3, 0.35, 1.1], interpolates: true, wantsTimes: false };
  const make = (reverse: ReverseSteps) =>
    checkpointedAdjoint({ name: "mine", schedule: everyStep, reverse });
  const { gradient } = gradientBy(make(reverseOnTape), program);
  expect(gradient).toEqual(gradientBy(checkpointPerStep(), program).gradient);
  const ignoring = () =>
    gradientBy(
      make((context, start, from, to) =>
        reverseOnTape({ ...context, within: undefined }, start, from, to),
      ),
      program,
    );
  expect(ignoring).toThrow(InvalidArgumentError);
  expect(ignoring).toThrow(/^reverse has ignored what lies within step 0/);
});
