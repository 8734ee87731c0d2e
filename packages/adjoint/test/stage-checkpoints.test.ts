import { everyStep, memoryStore, startOnly } from "@symplectic-adjoint/checkpoint";
import {
  type Adjoint,
  type Backend,
  type CheckpointSchedule,
  type CheckpointStore,
  InvalidArgumentError,
} from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import {
  type AdjointCase,
  arbitraryNetwork,
  arbitraryTableau,
  elementary,
  everyKth,
  fixedSteps,
  gradientOf,
  lotkaVolterra,
  smallTableaux,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symplecticAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";
import { schedules } from "./support/schedules.js";

const withStages = (schedule?: CheckpointSchedule) =>
  symplecticAdjoint({ contents: "stages", schedule });

const cases: fc.Arbitrary<AdjointCase> = fc.record({
  func: arbitraryNetwork(),
  tableau: fc.oneof(
    arbitraryTableau().map((plain) => toButcherTableau(plain)),
    fc.constantFrom(...Object.values(smallTableaux)),
  ),
  controller: fc.constantFrom(fixedSteps(0.07), elementary(0.1)),
  times: fc.constantFrom([0, 0.3, 1], [1, 0.45, 0]),
  jumpT: fc.constantFrom([], [0.6]),
  maxNumSteps: fc.constant(40),
});
const rowsOf = ({ func }: AdjointCase) =>
  [undefined, func.y0.map(() => 0.5), func.y0.map(() => -1)].map((row) => row && Array.from(row));

describe.each(schedules)("With the schedule $name", (schedule) => {
  test("the gradient is bitwise that of checkpoints without stages.", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const rows = rowsOf(given);
        const stages = gradientOf(withStages(schedule), adjointFixture(given), rows);
        expect(stages).toEqual(gradientOf(symplecticAdjoint(), adjointFixture(given), rows));
      }),
      { seed: 42, numRuns: 50 },
    );
  });

  test("nothing is left, whichever use of f fails, and a pullback can be repeated.", () => {
    const rows = [
      [1, 1],
      [1, 2],
      [3, 4],
    ];
    const given = { func: lotkaVolterra(), times: [0, 0.2, 0.5], tableau: smallTableaux.bosh3 };
    let failed = 0;
    for (const controller of [fixedSteps(0.06), elementary(0.1)]) {
      for (let n = 1; ; n++) {
        let calls = 0;
        const onCall = () => {
          if (++calls === n) throw new RangeError("failed on purpose");
        };
        const fixture = adjointFixture({ ...given, controller, onCall });
        const { backend, problem } = fixture;
        const cotangents = rows.map((row) => [
          backend.array([row[0] as number]),
          backend.array([row[1] as number]),
        ]);
        const before = backend.live();
        const run = (pull: boolean) => {
          const pass = runSync(withStages(schedule).solve(problem, "repeatable"), backend);
          try {
            for (let i = 0; i < 2 && pull; i++) {
              const { y0, parameters } = runSync(pass.pullback(cotangents, [0, 1]), backend);
              for (const state of [y0, parameters]) backend.release(state);
            }
          } finally {
            for (const output of pass.outputs) backend.release(output);
            pass.release();
          }
        };
        try {
          run(true);
        } catch (error) {
          expect(error).toEqual(new RangeError("failed on purpose"));
          failed++;
        }
        expect(backend.live(), `after use ${n} of f failed`).toBe(before);
        if (calls < n) break;
      }
    }
    expect(failed).toBeGreaterThan(50);
  });
});

describe.each(Object.values(smallTableaux))("With $name", (tableau) => {
  const steps = 8;
  const stages = tableau.activeStages.length;
  const counts = (adjoint: Adjoint) => {
    const fixture = adjointFixture({
      func: lotkaVolterra(),
      times: [0, 1],
      tableau,
      controller: fixedSteps(1 / steps),
    });
    const { backend, problem } = fixture;
    const pass = runSync(adjoint.solve(problem, "once"), backend);
    runSync(pass.pullback([undefined, [backend.array([1]), backend.array([2])]], [0, 1]), backend);
    return pass.statistics;
  };

  test("no stage is evaluated again but to be recorded.", () => {
    const { forward, backward } = counts(withStages());
    expect(forward).toEqual(counts(symplecticAdjoint()).forward);
    expect(backward).toMatchObject({
      evaluations: steps * stages,
      recorded: steps * stages,
      vjps: steps * stages,
    });
  });

  test("of a segment that is replayed, the stages are evaluated again of its last step alone.", () => {
    const { backward } = counts(withStages(startOnly));
    const replayed = (steps - 1) * stages;
    expect(backward).toMatchObject({
      evaluations: replayed + steps * stages + stages - 1,
      recorded: steps * stages,
    });
  });

  test("a step that starts from a replayed state recomputes its stages.", () => {
    const { backward } = counts(withStages(everyKth(2)));
    // Every other step is stored; the others are reached by one step, and have no stages.
    const half = steps / 2;
    expect(backward.evaluations).toBe(half * stages + half * (stages + 2 * stages - 1));
  });
});

test("A checkpoint is y, the leaves of the stages after it; the schedule is told all of its bytes.", () => {
  const sizes: Array<number> = [];
  const told = new Set<number>();
  const schedule: CheckpointSchedule = {
    ...everyStep,
    forward(view) {
      told.add(view.bytes);
      return everyStep.forward(view);
    },
    backward(view) {
      told.add(view.bytes);
      return everyStep.backward(view);
    },
  };
  const store = <A>(backend: Backend<A>): CheckpointStore<A> => {
    const memory = memoryStore<A>(backend);
    return {
      ...memory,
      put(step, state) {
        sizes.push(state.reduce((sum, leaf) => sum + backend.bytes(leaf), 0));
        memory.put(step, state);
      },
    };
  };
  const given = {
    func: lotkaVolterra(),
    times: [0, 0.5],
    tableau: smallTableaux.dopri5,
    controller: elementary(0.1),
  };
  const adjoint = symplecticAdjoint({ contents: "stages", schedule, store });
  gradientOf(adjoint, adjointFixture(given), [undefined, [1, 2]]);
  // Six of the seven stages are active, each a state of two numbers.
  expect(new Set(sizes)).toEqual(new Set([6 * 16]));
  expect(told).toEqual(new Set([6 * 16]));
});

test("Nothing is left when the store refuses a checkpoint.", () => {
  for (const refused of [0, 1, 2]) {
    const store = <A>(backend: Backend<A>): CheckpointStore<A> => {
      const memory = memoryStore<A>(backend);
      return {
        ...memory,
        put(step, state) {
          if (step === refused) throw new RangeError("full");
          memory.put(step, state);
        },
      };
    };
    const { backend, problem } = adjointFixture({
      func: lotkaVolterra(),
      times: [0, 0.5],
      tableau: smallTableaux.bosh3,
      controller: elementary(0.1),
      tolerance: 1e-5,
    });
    const before = backend.live();
    const adjoint = symplecticAdjoint({ contents: "stages", store });
    expect(() => runSync(adjoint.solve(problem, "once"), backend)).toThrow("full");
    expect(backend.live()).toBe(before);
  }
});

describe("Where the first stage is not active", () => {
  // A single stage that is not the first; and two of which the first starts from y, with a zero of either sign.
  const tableaux = [
    { a: [[], [0]], b: [0, 1], c: [0, 0] },
    { a: [[], [0], [0, 0.5]], b: [0, 0.5, 0.5], c: [0, 0, 0.5] },
  ].map((plain, i) => toButcherTableau(plain, { name: `late ${i}`, order: 1 }));

  test.each(tableaux)("the gradient of $name is bitwise the same.", (tableau) => {
    expect(tableau.activeStages).not.toContain(0);
    const func = { ...lotkaVolterra(), y0: Float64Array.of(-0, 1) };
    const given = { func, times: [0, 0.2, 0.5], tableau, controller: fixedSteps(0.1) };
    const rows = [undefined, [1, 2], [3, 4]];
    for (const schedule of schedules)
      expect(gradientOf(withStages(schedule), adjointFixture(given), rows)).toEqual(
        gradientOf(symplecticAdjoint({ schedule }), adjointFixture(given), rows),
      );
  });
});

test("A method that does not keep its stages is refused by name, before it takes a step.", () => {
  const { backend, problem } = adjointFixture({ func: lotkaVolterra(), times: [0, 0.5] });
  const { keptStages: _, ...keepsNone } = problem.method;
  const { reverse: __, ...onTapeOnly } = problem.method;
  for (const method of [keepsNone, onTapeOnly]) {
    const attempt = () => runSync(withStages().solve({ ...problem, method }, "once"), backend);
    expect(attempt).toThrow(InvalidArgumentError);
    expect(attempt).toThrow(/^contents cannot be stored with the method rk4/);
  }
});
