import { CheckpointError, isReading, ReleasedError } from "@symplectic-adjoint/core";
import { countingBackend, type Handle } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { hostMemory, RecordFault, type RecordStorage, recordStore } from "../src/index.js";
import { settled, turnOver } from "./support/settled.js";

// Stores on a backend that has to wait for its values, as WebGPU does.

/** A storage that answers late, and tells what was written. */
function slowMemory(limit = Number.POSITIVE_INFINITY) {
  const written: Array<number> = [];
  const kept = new Map<number, Uint8Array>();
  let waiting: Array<() => void> = [];
  const storage: RecordStorage<number> = {
    name: "slow",
    write(length, fill) {
      const record = new Uint8Array(length);
      fill(record);
      const handle = written.length;
      written.push(handle);
      kept.set(handle, record);
      return handle;
    },
    backlog() {
      if (kept.size <= limit) return undefined;
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
    read: async (handle) => kept.get(handle) as Uint8Array,
    remove: (handle) => void kept.delete(handle),
    clear: () => kept.clear(),
  };
  const release = () => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  return { storage, written, kept, release };
}

describe("A store of records on a backend that is read later", () => {
  test("reads states while others are put, at most four at a time, and gives back what was put.", async () => {
    const backend = countingBackend(false);
    const store = recordStore(backend, hostMemory());
    for (let step = 0; step < 20; step++) {
      const state = backend.make(step, -step);
      const answer = store.put(step, state);
      // The first three and those after a wait have nothing to wait for.
      expect(isReading(answer), `step ${step}`).toBe(step % 4 === 3);
      await (isReading(answer) ? settled(answer) : undefined);
      backend.release(state);
      expect(backend.live()).toBeLessThanOrEqual(4);
    }
    expect(backend.peak()).toBe(5);
    for (let step = 19; step >= 0; step--) {
      const [handle] = await settled(store.get(step));
      expect(handle?.values).toEqual([step, -step]);
      store.remove(step);
    }
    await turnOver();
    expect(backend.live()).toBe(0);
  });

  test("hands out a state that is still being read, and keeps it alive.", async () => {
    const backend = countingBackend(false);
    const store = recordStore(backend, hostMemory());
    const state = backend.make(3);
    store.put(0, state);
    backend.release(state);
    const lent = await settled(store.get(0));
    await turnOver();
    expect(backend.read(lent)).toBe(3);
    expect(backend.read(await settled(store.get(0)))).toBe(3);
    store.clear();
    expect(backend.live()).toBe(0);
  });

  test("writes nothing after it was cleared, and frees what it was reading.", async () => {
    const backend = countingBackend(false);
    const { storage, written } = slowMemory();
    const store = recordStore(backend, storage);
    const state = backend.make(3);
    store.put(0, state);
    store.put(1, state);
    // The one that was put again counts.
    store.put(1, backend.make(4));
    store.remove(0);
    await turnOver();
    expect(written).toHaveLength(1);
    store.put(2, state);
    const givenUp = store.put(3, state);
    expect(isReading(givenUp)).toBe(false);
    store.clear();
    expect(store.steps()).toEqual([]);
    await turnOver();
    expect(written).toHaveLength(1);
    expect(() => store.get(2)).toThrow(ReleasedError);
    expect(backend.live()).toBe(2);
  });

  test("waits for a full queue of writes, and goes on when it is cleared meanwhile.", async () => {
    const backend = countingBackend(false);
    const { storage, release } = slowMemory(1);
    const store = recordStore(backend, storage);
    const state = backend.make(3);
    for (let step = 0; step < 3; step++) await settled(store.put(step, state));
    await turnOver();
    const answer = store.put(3, state);
    expect(isReading(answer)).toBe(true);
    let done = false;
    const waiting = settled(answer).then(() => {
      done = true;
    });
    await turnOver();
    expect(done).toBe(false);
    release();
    await waiting;
    store.clear();
    await turnOver();
    expect(backend.live()).toBe(1);
  });

  test("tells of a failed read of the device with the step, and once more at the next call.", async () => {
    const backend = countingBackend(false);
    const failing = {
      ...backend,
      toHost: async (handle: Handle) => {
        if (handle.values[0] === 7) throw new Error("the device is gone");
        return backend.toHost(handle);
      },
    };
    const store = recordStore(failing, hostMemory());
    await settled(store.put(0, backend.make(1)));
    await settled(store.put(1, backend.make(7)));
    await turnOver();
    for (const call of [() => store.put(2, backend.make(2)), () => store.get(0)]) {
      expect(call).toThrow(CheckpointError);
      expect(call).toThrow(
        /^The checkpoint of step 1 in the store "host memory" could not be stored: the device is gone\./,
      );
    }
    const before = backend.live();
    store.clear();
    await turnOver();
    expect(backend.live()).toBe(before);
    // It begins anew.
    await settled(store.put(0, backend.make(5)));
    expect(backend.read(await settled(store.get(0)))).toBe(5);
  });

  test("tells of a failed write with the step, and what to do.", async () => {
    const backend = countingBackend(false);
    const { storage } = slowMemory();
    const full = {
      ...storage,
      write(): number {
        throw new RecordFault("could not be written: the disk is full", "Free space.");
      },
    };
    const store = recordStore(backend, full);
    await settled(store.put(4, backend.make(1)));
    await turnOver();
    expect(() => store.get(4)).toThrow(
      'The checkpoint of step 4 in the store "slow" could not be written: the disk is full. Free space.',
    );
    store.clear();
    await turnOver();
    expect(backend.live()).toBe(1);
  });

  test("says that a checkpoint was released while it was being read.", async () => {
    const backend = countingBackend(false);
    const { storage } = slowMemory();
    const store = recordStore(backend, storage);
    await settled(store.put(0, backend.make(1)));
    await turnOver();
    const reading = settled(store.get(0));
    store.clear();
    await expect(reading).rejects.toThrow(ReleasedError);
    expect(backend.live()).toBe(1);
  });
});

test("What cannot be read at once, nor put into a store that waits, needs an awaited solve.", async () => {
  const backend = countingBackend();
  const { storage } = slowMemory(0);
  const store = recordStore(backend, storage);
  const answer = store.put(0, backend.make(1));
  expect(isReading(answer)).toBe(true);
  expect(isReading(store.get(0))).toBe(true);
});
