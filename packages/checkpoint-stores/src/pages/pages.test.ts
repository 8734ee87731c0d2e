import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FakeDevice, fakeDevice } from "../../test/support/fake-device.js";
import type { RecordStorage } from "../record-storage.js";
import { pagedStorage } from "./paged-storage.js";

const PAGE = 128;

const storageOn = (device: FakeDevice, synchronous: boolean) =>
  pagedStorage({
    name: "fake",
    open: () => device,
    synchronous,
    pageBytes: PAGE,
    queueBytes: 2 * PAGE,
  });

/** The device works until an answer is there. */
async function ended<T>(device: FakeDevice, answer: T | PromiseLike<T>): Promise<T> {
  await device.finish();
  return await answer;
}

const write = (storage: RecordStorage<number>, record: Uint8Array) =>
  storage.write(record.length, (bytes) => bytes.set(record));

const recordOf = (value: number, length: number) => new Uint8Array(length).fill(value);

describe.each([true, false])("Records on pages (synchronous: %s)", (synchronous) => {
  test("are what was written, whatever is written, removed and read, and leave no page behind.", async () => {
    const calls = fc.array(
      fc.record({
        call: fc.constantFrom("write", "write", "remove", "read", "prefetch", "turn"),
        which: fc.nat(),
        // Some larger than a page.
        length: fc.constantFrom(0, 1, 8, 24, 60, 119, 120, 121, 300),
      }),
      { maxLength: 120 },
    );
    await fc.assert(
      fc.asyncProperty(calls, async (sequence) => {
        const device = fakeDevice();
        const storage = storageOn(device, synchronous);
        const model: Array<{ handle: number; record: Uint8Array }> = [];
        for (const [i, { call, which, length }] of sequence.entries()) {
          const picked = model[which % Math.max(1, model.length)];
          if (call === "write") {
            const record = recordOf(i & 0xff, length);
            model.push({ handle: write(storage, record), record });
            if (synchronous) storage.drain?.();
            else await ended(device, storage.backlog?.());
          } else if (call === "turn") await device.turn();
          else if (picked === undefined) continue;
          else if (call === "prefetch") storage.prefetch?.(picked.handle);
          else if (call === "remove") {
            storage.remove(picked.handle);
            model.splice(model.indexOf(picked), 1);
          } else {
            const { handle, record } = picked;
            const found = synchronous
              ? storage.readNow?.(handle)
              : await ended(device, storage.read(handle));
            expect(found).toEqual(record);
          }
          expect(device.inFlight()).toBeLessThanOrEqual(Math.max(2 * PAGE, 312));
        }
        for (const { handle } of model) storage.remove(handle);
        await device.finish();
        expect(device.pages()).toEqual([]);
        storage.clear();
        expect(device.closed()).toBe(sequence.some(({ call }) => call === "write"));
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});

test("Pages are written in the background: nothing waits before the queue is full.", async () => {
  const device = fakeDevice();
  const storage = storageOn(device, false);
  const record = recordOf(1, PAGE - 8);
  write(storage, record);
  write(storage, record);
  expect(storage.backlog?.()).toBeUndefined();
  expect(device.inFlight()).toBe(2 * PAGE);
  write(storage, record);
  const backlog = storage.backlog?.();
  expect(backlog).toBeDefined();
  await ended(device, backlog);
});

test("After clear nothing more is written, and whoever waited goes on.", async () => {
  const device = fakeDevice();
  const storage = storageOn(device, false);
  for (let i = 0; i < 5; i++) write(storage, recordOf(i, PAGE - 8));
  const backlog = storage.backlog?.();
  storage.clear();
  await backlog;
  await device.finish();
  // Those that had begun.
  expect(device.writes()).toBe(2);
});

test("A backward pass finds its records in memory: the page before is read ahead.", async () => {
  const device = fakeDevice();
  const storage = storageOn(device, false);
  const handles: Array<number> = [];
  for (let i = 0; i < 12; i++) {
    handles.push(write(storage, recordOf(i, PAGE / 2 - 8)));
    await ended(device, storage.backlog?.());
  }
  await device.finish();
  for (let i = 11; i >= 0; i--) {
    const found = storage.read(handles[i] as number);
    // The first page that was not read ahead may have to be waited for.
    if (i < 9) expect(found).toBeInstanceOf(Uint8Array);
    expect((await ended(device, found))[0]).toBe(i);
    storage.prefetch?.(handles[Math.max(0, i - 1)] as number);
    await device.turn();
  }
});

test("A failed write is told at every later call, until clear.", async () => {
  const device = fakeDevice();
  const storage = storageOn(device, false);
  device.failWrites(new Error("full"));
  write(storage, recordOf(1, PAGE - 8));
  const handle = write(storage, recordOf(2, 8));
  await device.finish();
  expect(() => write(storage, recordOf(3, 8))).toThrow("full");
  expect(() => storage.backlog?.()).toThrow("full");
  expect(() => storage.read(handle)).toThrow("full");
  storage.clear();
  device.failWrites(undefined);
  expect(await storage.read(write(storage, recordOf(4, 8)))).toEqual(recordOf(4, 8));
});
