import type { BackwardView, CheckpointSchedule } from "@symplectic-adjoint/core";
import { countingBackend } from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.js";
import { simulate } from "./simulation.js";

/** What every schedule has to satisfy, whatever it remembers. */
export function describeSchedule(name: string, schedule: CheckpointSchedule): void {
  const passes = fc
    .record({
      total: fc.integer({ min: 0, max: 60 }),
      announced: fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 40 })),
    })
    // A number that is told in advance, and is too large if the solve ends early.
    .map(({ total, announced }) => ({
      total,
      announced: typeof announced === "number" ? total + announced : announced,
    }));
  type Pass = typeof passes extends fc.Arbitrary<infer T> ? T : never;
  const check = (property: (pass: Pass) => void): void =>
    fc.assert(fc.property(passes, property), { seed: 47, numRuns: 100 });
  const expectKept = (now: ReadonlyArray<number>, before: ReadonlyArray<number>): void => {
    if (schedule.checkpoints === undefined) expect(now).toEqual(before);
    expect(before).toEqual(expect.arrayContaining([...now]));
    expect(now.slice(0, 1)).toEqual(before.slice(0, 1));
  };
  const countdown = (total: number): ReadonlyArray<number> =>
    Array.from({ length: total }, (_, i) => total - 1 - i);

  describe(`The schedule ${name}`, () => {
    it("is a frozen value with a name", () => {
      expect(Object.isFrozen(schedule)).toBe(true);
      expect(schedule.name).not.toBe("");
    });

    it("reverses every step once, the last one first, from the right states", () => {
      check(({ total, announced }) => {
        expect(simulate(schedule, total, { announced }).backward()).toEqual(countdown(total));
      });
    });

    it("drops by itself everything that was stored", () => {
      check(({ total, announced }) => {
        const { store } = simulate(schedule, total, { announced });
        const stored = new Set(store.steps());
        for (const action of schedule.backward({ total, stored: [...stored], bytes: 8 })) {
          if (action.type === "store") stored.add(action.step);
          if (action.type === "drop") stored.delete(action.step);
        }
        expect([...stored]).toEqual([]);
      });
    });

    it("leaves nothing alive after the backward pass", () => {
      check(({ total, announced }) => {
        const { backend, store, backward } = simulate(schedule, total, { announced });
        backward();
        expect(store.steps()).toEqual([]);
        expect(backend.live()).toBe(0);
      });
    });

    it("finds kept checkpoints as they were, or as many as it may have, for any number of backward passes", () => {
      check(({ total, announced }) => {
        const { backend, store, backward } = simulate(schedule, total, { announced });
        const before = [...store.steps()];
        for (let pass = 0; pass < 3; pass++) {
          expect(backward({ keepCheckpoints: true })).toEqual(countdown(total));
          expectKept(store.steps(), before);
          expect(backend.live()).toBe(store.steps().length);
        }
        expect(backward()).toEqual(countdown(total));
        expect(backend.live()).toBe(0);
      });
    });

    it("has no more checkpoints at once than it says, kept for another pass or not", () => {
      const { checkpoints = Number.POSITIVE_INFINITY } = schedule;
      check(({ total, announced }) => {
        let peak = 0;
        const { backward } = simulate(schedule, total, {
          announced,
          makeStore(backend) {
            const store = memoryStore(backend);
            return {
              ...store,
              put(step, state) {
                store.put(step, state);
                peak = Math.max(peak, store.steps().length);
              },
            };
          },
        });
        backward({ keepCheckpoints: true });
        backward({ keepCheckpoints: true });
        backward();
        expect(peak).toBeLessThanOrEqual(checkpoints);
      });
    });

    it("leaks nothing when an advance or a reverse throws, with checkpoints kept or not", () => {
      const failures = fc.record({
        total: fc.integer({ min: 1, max: 30 }),
        after: fc.nat({ max: 60 }),
        keepCheckpoints: fc.boolean(),
      });
      fc.assert(
        fc.property(failures, ({ total, after, keepCheckpoints }) => {
          const { backend, store, backward } = simulate(schedule, total);
          const before = [...store.steps()];
          let calls = 0;
          const fail = () => {
            if (calls++ === after % total) throw new Error("out of luck");
          };
          let thrown: unknown;
          try {
            backward({ keepCheckpoints, fail });
          } catch (error) {
            thrown = error;
          }
          if (calls > after % total) expect(thrown).toEqual(new Error("out of luck"));
          else expect(thrown).toBeUndefined();
          if (keepCheckpoints) expectKept(store.steps(), before);
          expect(before).toEqual(expect.arrayContaining([...store.steps()]));
          expect(backend.live()).toBe(store.steps().length);
          store.clear();
          expect(backend.live()).toBe(0);
        }),
        { seed: 48, numRuns: 200 },
      );
    });

    it("is not told of a checkpoint of a step that was begun and not completed, which is removed", () => {
      check(({ total }) => {
        const backend = countingBackend();
        const store = memoryStore(backend);
        const { backward } = simulate(schedule, total, { makeStore: () => store });
        const state = backend.make(-1);
        store.put(total, state);
        backend.release(state);
        const told: Array<number> = [];
        const asked = {
          ...schedule,
          backward(view: BackwardView) {
            told.push(...view.stored);
            return schedule.backward(view);
          },
        };
        backward({ schedule: asked });
        expect(told).not.toContain(total);
        expect(store.steps()).toEqual([]);
      });
    });

    it("depends on nothing but its arguments", () => {
      check(({ total }) => {
        const stored = [...simulate(schedule, total).store.steps()];
        expect([...schedule.backward({ total, stored, bytes: 8 })]).toEqual([
          ...schedule.backward({ total, stored, bytes: 8 }),
        ]);
        expect(schedule.forward({ step: total, stored, total, bytes: 8 })).toEqual(
          schedule.forward({ step: total, stored, total, bytes: 8 }),
        );
      });
    });
  });
}
