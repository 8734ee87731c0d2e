import {
  awaited,
  type CheckpointStore,
  InvalidArgumentError,
  type Reading,
  ReleasedError,
} from "@symplectic-adjoint/core";
import {
  atOnce,
  type CountingBackend,
  countingBackend,
  type Handle,
} from "@symplectic-adjoint/testing";
import { describe, expect, it } from "vitest";
import { memoryStore, multiLevel, simulateSchedule, tieredStore, twoLevel } from "../src/index.js";
import { simulate } from "./simulation.js";

/** A tiered store over two stores in memory, and states to put into it. */
function setUp() {
  const backend = countingBackend();
  const near = memoryStore(backend);
  const far = memoryStore(backend);
  const store = tieredStore<Handle>([near, far]);
  const put = (step: number, value: number, level?: number) => {
    const state = backend.make(value);
    atOnce(store.put(step, state, level));
    backend.release(state);
  };
  return { backend, near, far, store, put };
}

describe("tieredStore", () => {
  it("keeps a checkpoint in the store of its level, the first one by default.", () => {
    const { near, far, store, put } = setUp();
    put(0, 10, 1);
    put(1, 11, 0);
    put(2, 12);
    put(3, 13, 7);
    expect(near.steps()).toEqual([1, 2]);
    expect(far.steps()).toEqual([0, 3]);
    expect(store.steps()).toEqual([0, 1, 2, 3]);
    expect(store.name).toBe("tiered (memory, memory)");
  });

  it("moves a checkpoint with its values, and leaves no copy behind.", () => {
    const { backend, near, far, store, put } = setUp();
    put(4, 14);
    put(5, 15);
    atOnce(store.move?.(4, 1));
    atOnce(store.move?.(4, 1));
    expect([near.steps(), far.steps(), store.steps()]).toEqual([[5], [4], [4, 5]]);
    expect(backend.read(atOnce(store.get(4)))).toBe(14);
    expect(backend.live()).toBe(2);
    store.clear();
    expect(backend.live()).toBe(0);
  });

  it("replaces a checkpoint that is in another store.", () => {
    const { backend, near, far, store, put } = setUp();
    put(4, 14, 0);
    put(4, 24, 1);
    expect([near.steps(), far.steps(), store.steps()]).toEqual([[], [4], [4]]);
    expect(backend.read(atOnce(store.get(4)))).toBe(24);
    expect(backend.live()).toBe(1);
  });

  it("moves nothing that is not there.", () => {
    const { store } = setUp();
    expect(() => atOnce(store.move?.(4, 1))).toThrow(ReleasedError);
    expect(() => atOnce(store.get(4))).toThrow("is in none of the stores memory, memory");
  });

  it("refuses what is not a list of different stores.", () => {
    const store = memoryStore(countingBackend());
    for (const wrong of [[], [store, store], [undefined], store, [{ name: "half" }]])
      expect(() => tieredStore(wrong as never)).toThrow(InvalidArgumentError);
  });

  it("announces checkpoints only if one of its stores can read ahead.", () => {
    const backend = countingBackend();
    const announced: Array<number> = [];
    const ahead = {
      ...memoryStore<Handle>(backend),
      prefetch: (step: number) => announced.push(step),
    };
    expect(tieredStore([memoryStore(backend), memoryStore(backend)]).prefetch).toBeUndefined();
    const store = tieredStore<Handle>([memoryStore(backend), ahead]);
    const state = backend.make(1);
    for (const level of [0, 1]) atOnce(store.put(level, state, level));
    for (const step of [0, 1, 2]) store.prefetch?.(step);
    expect(announced).toEqual([1]);
  });
});

describe.each([true, false])("With two stores and the number of steps known: %s", (announced) => {
  const schedules = [
    multiLevel({ near: 2, far: 3 }),
    multiLevel({ near: 3, far: 1 }),
    twoLevel({ period: 8, checkpoints: 2 }),
  ];

  it.each(schedules)("$name never has more in memory than it says, in any pass.", (schedule) => {
    const limits = /\((\d+), (\d+)\)/.exec(schedule.name)?.slice(1).map(Number) ?? [];
    const [near, far] = schedule.checkpoints === undefined ? [2, Infinity] : limits;
    for (let total = 1; total <= 70; total++) {
      const peaks = [0, 0];
      const counted = (backend: CountingBackend, level: number): CheckpointStore<Handle> => {
        const store = memoryStore<Handle>(backend);
        return {
          ...store,
          put(step, state) {
            store.put(step, state);
            peaks[level] = Math.max(peaks[level] ?? 0, store.steps().length);
          },
        };
      };
      const { backend, backward } = simulate(schedule, total, {
        announced,
        makeStore: (made) => tieredStore([counted(made, 0), counted(made, 1)]),
      });
      backward({ keepCheckpoints: true });
      backward({ keepCheckpoints: true });
      expect(backward()).toHaveLength(total);
      expect(peaks[0]).toBeLessThanOrEqual(near as number);
      expect(peaks[1]).toBeLessThanOrEqual(far as number);
      expect(backend.live()).toBe(0);
    }
  });

  it("the simulation counts what a tiered store does.", () => {
    const schedule = multiLevel({ near: 2, far: 3 });
    const puts = [0, 0];
    const gets = [0, 0];
    const counted = (backend: CountingBackend, level: number): CheckpointStore<Handle> => {
      const store = memoryStore<Handle>(backend);
      return {
        ...store,
        put(step, state) {
          puts[level] = (puts[level] ?? 0) + 1;
          store.put(step, state);
        },
        get(step) {
          gets[level] = (gets[level] ?? 0) + 1;
          return store.get(step);
        },
      };
    };
    const { backward } = simulate(schedule, 60, {
      announced,
      makeStore: (backend) => tieredStore([counted(backend, 0), counted(backend, 1)]),
    });
    backward();
    const { byLevel } = simulateSchedule(schedule, 60, { knownTotal: announced });
    expect(byLevel.map(({ writes }) => writes)).toEqual(puts);
    expect(byLevel.map(({ reads }) => reads)).toEqual(gets);
  });
});

describe("With a slower store that has to wait", () => {
  /** Runs a reading to its end, waiting for promises. */
  const finish = async <T>(reading: Reading<T, Handle>): Promise<T> => {
    let sent: unknown;
    for (;;) {
      const { done, value } = reading.next(sent);
      if (done === true) return value as T;
      sent = await value;
    }
  };

  it("a checkpoint is in it, and no longer in the faster one, once the move has finished.", async () => {
    const backend = countingBackend();
    const near = memoryStore<Handle>(backend);
    const memory = memoryStore<Handle>(backend);
    const slow: CheckpointStore<Handle> = {
      ...memory,
      name: "slow",
      *put(step, state) {
        yield* awaited(Promise.resolve());
        memory.put(step, state);
      },
    };
    const store = tieredStore<Handle>([near, slow]);
    const state = backend.make(8);
    store.put(3, state);
    backend.release(state);
    await finish(store.move?.(3, 1) as Reading<void, Handle>);
    expect([near.steps(), memory.steps(), store.steps()]).toEqual([[], [3], [3]]);
    expect(backend.read(atOnce(store.get(3)))).toBe(8);
    expect(backend.live()).toBe(1);
  });
});
