import { type CheckpointStore, ReleasedError } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CountingBackend,
  countingBackend,
  type Handle,
} from "../accounting/counting-backend.js";
import { atOnce } from "../checks/at-once.js";

/**
 * Registers the conformance suite of the port `CheckpointStore`, for synchronous stores.
 *
 * @example
 * describeStore("memoryStore", (backend) => memoryStore(backend));
 */
export function describeStore(
  name: string,
  make: (backend: CountingBackend) => CheckpointStore<Handle>,
): void {
  describe(`The store ${name}`, () => {
    const setUp = () => {
      const backend = countingBackend();
      const store = make(backend);
      /** Puts a state, which is freed afterwards: the store has a copy. */
      const put = (step: number, ...values: ReadonlyArray<number>) => {
        const state = backend.make(...values);
        atOnce(store.put(step, state));
        backend.release(state);
      };
      return { backend, store, put };
    };

    it("is empty at first and has a name", () => {
      const { store } = setUp();
      expect(store.steps()).toEqual([]);
      expect(store.name).not.toBe("");
    });

    it("returns the stored state any number of times, and keeps ownership", () => {
      const { backend, store, put } = setUp();
      put(3, 7, 8);
      for (let i = 0; i < 2; i++) {
        expect(atOnce(store.get(3)).map(({ values }) => values)).toEqual([[7, 8]]);
        expect(backend.read(atOnce(store.get(3)))).toBe(7);
      }
      store.remove(3);
      expect(backend.live()).toBe(0);
    });

    it("lists its steps in ascending order, regardless of insertion order", () => {
      const { store, put } = setUp();
      for (const step of [10, 2, 33, 0, 7]) put(step, step);
      expect(store.steps()).toEqual([0, 2, 7, 10, 33]);
      store.remove(7);
      store.remove(0);
      expect(store.steps()).toEqual([2, 10, 33]);
    });

    it("replaces the state of a step, and releases the old one", () => {
      const { backend, store, put } = setUp();
      put(1, 5);
      put(1, 6);
      expect(store.steps()).toEqual([1]);
      expect(backend.read(atOnce(store.get(1)))).toBe(6);
      store.clear();
      expect(backend.live()).toBe(0);
    });

    it("throws a ReleasedError that names the step when it has no such checkpoint", () => {
      const { store, put } = setUp();
      expect(() => atOnce(store.get(4))).toThrow(ReleasedError);
      put(4, 1);
      store.remove(4);
      expect(() => atOnce(store.get(4))).toThrow(ReleasedError);
      expect(() => atOnce(store.get(4))).toThrow(/\b4\b/);
    });

    it("allows removing a missing step, and clearing twice", () => {
      const { backend, store, put } = setUp();
      put(4, 1);
      store.remove(5);
      expect(store.steps()).toEqual([4]);
      store.clear();
      store.clear();
      store.remove(4);
      expect(store.steps()).toEqual([]);
      expect(backend.live()).toBe(0);
    });

    it("can be used again after it was cleared", () => {
      const { backend, store, put } = setUp();
      put(4, 1);
      store.clear();
      put(4, 2);
      expect(backend.read(atOnce(store.get(4)))).toBe(2);
    });

    it("behaves as a map with sorted keys under any sequence of calls", () => {
      const calls = fc.array(
        fc.record({
          call: fc.constantFrom("put" as const, "put" as const, "remove" as const),
          step: fc.nat({ max: 12 }),
        }),
        { maxLength: 60 },
      );
      fc.assert(
        fc.property(calls, (sequence) => {
          const { backend, store, put } = setUp();
          const model = new Map<number, number>();
          sequence.forEach(({ call, step }, i) => {
            if (call === "put") {
              put(step, i);
              model.set(step, i);
            } else {
              store.remove(step);
              model.delete(step);
            }
            expect(store.steps()).toEqual([...model.keys()].sort((a, b) => a - b));
            for (const [key, value] of model)
              expect(backend.read(atOnce(store.get(key)))).toBe(value);
          });
          store.clear();
          expect(backend.live()).toBe(0);
        }),
        { seed: 49, numRuns: 100 },
      );
    });
  });
}
