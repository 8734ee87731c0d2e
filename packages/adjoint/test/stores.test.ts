import { memoryStore } from "@symplectic-adjoint/checkpoint";
import type { Backend, CheckpointStore } from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { elementary, fixedSteps, gradientOf, lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { checkpointPerStep, oneCheckpoint, symplecticAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";

const rows = [undefined, [1, 2]];
const fixture = (controller = fixedSteps(0.1)) =>
  adjointFixture({ func: lotkaVolterra(), times: [0, 0.5], controller });

/** Makes stores that tell what is put into them and what is got out. */
function telling(onPut: (step: number) => void = () => {}) {
  const puts: Array<number> = [];
  const gets: Array<number> = [];
  let stores = 0;
  const store = <A>(backend: Backend<A>): CheckpointStore<A> => {
    stores++;
    const memory = memoryStore<A>(backend);
    return {
      ...memory,
      put(step, state) {
        onPut(step);
        puts.push(step);
        memory.put(step, state);
      },
      get(step) {
        gets.push(step);
        return memory.get(step);
      },
    };
  };
  return { store, puts, gets, stores: () => stores };
}

describe.each([
  ["symplecticAdjoint", symplecticAdjoint, [0, 1, 2, 3, 4]],
  ["checkpointPerStep", checkpointPerStep, [0, 1, 2, 3, 4]],
  ["oneCheckpoint", oneCheckpoint, [0]],
])("%s keeps its checkpoints in the store that is chosen", (_, make, steps) => {
  test("for each solve one, before the steps of its schedule, and takes them from there.", () => {
    const { store, puts, gets, stores } = telling();
    const adjoint = make({ store });
    const gradient = gradientOf(adjoint, fixture(), rows);
    expect(puts).toEqual(steps);
    expect([...gets].sort()).toEqual(steps);
    expect(gradient).toEqual(gradientOf(make(), fixture(), rows));
    gradientOf(adjoint, fixture(), rows);
    expect(stores()).toBe(2);
  });

  test("and leaves nothing behind when the store refuses one.", () => {
    for (const refused of steps) {
      const { store } = telling((step) => {
        if (step === refused) throw new RangeError("full");
      });
      for (const controller of [fixedSteps(0.1), elementary(0.1)]) {
        const { backend, problem } = fixture(controller);
        const before = backend.live();
        // An adaptive run may have fewer steps.
        const run = () => {
          const pass = runSync(make({ store }).solve(problem, "once"), backend);
          for (const output of pass.outputs) backend.release(output);
          pass.release();
        };
        if (controller.adaptive && refused > 0) {
          try {
            run();
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        } else {
          expect(run).toThrow(RangeError);
        }
        expect(backend.live()).toBe(before);
      }
    }
  });

  test('and needs none in mode "value".', () => {
    const { store, puts } = telling();
    gradientOfValue(make({ store }));
    expect(puts).toEqual([]);
  });
});

function gradientOfValue(adjoint: ReturnType<typeof symplecticAdjoint>): void {
  const { backend, problem } = fixture();
  const before = backend.live();
  const pass = runSync(adjoint.solve(problem, "value"), backend);
  for (const output of pass.outputs) backend.release(output);
  expect(backend.live()).toBe(before);
}
