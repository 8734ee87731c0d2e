import * as fs from "node:fs";
import { join } from "node:path";
import { CheckpointError, isReading } from "@symplectic-adjoint/core";
import { type CountingBackend, countingBackend, type Handle } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { type RecordStorage, type RecordStore, recordStore } from "../src/index.js";
import type { FileSystem } from "../src/node/file-system.js";
import { PageFile } from "../src/node/page-file.js";
import { pagedStorage } from "../src/pages/paged-storage.js";
import { settled, turnOver } from "./support/settled.js";
import { openFilesIn, temporaryFolder } from "./support/temporary-folder.js";

const folder = temporaryFolder();
const PAGE = 1024;
/** A record of one page. */
const NUMBERS = 110;

/** A file with small pages, on a file system that may fail. */
function smallPages(changes: Partial<FileSystem> = {}): RecordStorage<number> {
  return pagedStorage({
    name: "file",
    open: () => new PageFile({ ...fs, ...changes }, folder),
    synchronous: true,
    pageBytes: PAGE,
    queueBytes: 2 * PAGE,
  });
}

const state = (backend: CountingBackend, step: number) =>
  backend.make(...Array.from({ length: NUMBERS }, (_, i) => step + i / NUMBERS));

async function put(store: RecordStore<Handle>, backend: CountingBackend, step: number) {
  const given = state(backend, step);
  try {
    await settled(store.put(step, given));
  } finally {
    backend.release(given);
  }
}

/** The files of stores. */
const files = () => fs.readdirSync(folder).map((name) => join(folder, name));

/** Clears a store; then no file, no descriptor and no array may be left. */
async function expectNothingLeft(store: RecordStore<Handle>, backend: CountingBackend) {
  store.clear();
  expect(files()).toEqual([]);
  for (let i = 0; openFilesIn(folder).length > 0 && i < 1000; i++) await turnOver();
  expect(openFilesIn(folder)).toEqual([]);
  expect(backend.live()).toBe(0);
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: of the test`), { code });
}

// Backends that are read at once, whose stores never wait, and others.
describe.each([true, false])("A file (read at once: %s)", (atOnce) => {
  const setUp = (changes: Partial<FileSystem> = {}) => {
    const backend = countingBackend(atOnce);
    return { backend, store: recordStore(backend, smallPages(changes)) };
  };

  test("gives back every state, in both directions, and is removed at the end.", async () => {
    const { backend, store } = setUp();
    for (let step = 0; step < 50; step++) await put(store, backend, step);
    expect(files()).toHaveLength(1);
    for (const step of [0, 25, 49, ...Array.from({ length: 50 }, (_, i) => 49 - i)]) {
      store.prefetch?.(Math.max(0, step - 1));
      expect(backend.read(await settled(store.get(step)))).toBe(step);
    }
    await expectNothingLeft(store, backend);
  });

  test.each([
    ["ENOSPC", /could not be written: the disk of .* is full\. Free space there/],
    ["EDQUOT", /could not be written: the disk quota of .* is used up\. Free space there/],
    ["EFBIG", /could not be written: the file would be larger than .* allows\. Pass another/],
    ["EIO", /could not be written: EIO: of the test\. Check that the folder/],
  ])("tells of %s while writing, and what to do.", async (code, message) => {
    let room = 10 * PAGE;
    const { backend, store } = setUp({
      // A disk that is nearly full writes as much as it can.
      writeSync: ((fd: number, bytes: Uint8Array, from: number, length: number, at: number) => {
        if (room === 0) throw systemError(code);
        const some = Math.min(room, length);
        room -= some;
        return fs.writeSync(fd, bytes, from, some, at);
      }) as FileSystem["writeSync"],
      write: ((
        fd: number,
        bytes: Uint8Array,
        from: number,
        length: number,
        at: number,
        done: (error: Error | null, written: number) => void,
      ) => {
        if (room === 0) return done(systemError(code), 0);
        const some = Math.min(room, length);
        room -= some;
        fs.write(fd, bytes, from, some, at, done);
      }) as FileSystem["write"],
    });
    let error: unknown;
    try {
      for (let step = 0; step < 40; step++) await put(store, backend, step);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CheckpointError);
    expect((error as Error).message).toMatch(
      /^The checkpoint of step \d+ in the store "file" could/,
    );
    expect((error as Error).message).toMatch(message);
    await turnOver();
    await expectNothingLeft(store, backend);
  });

  test("tells of a folder that vanished.", async () => {
    const { backend, store } = setUp({
      openSync: () => {
        throw systemError("ENOENT");
      },
    });
    await expect(
      (async () => {
        for (let step = 0; step < 9; step++) await put(store, backend, step);
      })(),
    ).rejects.toThrow(/ENOENT: of the test. Check that the folder .* exists and is writable/);
    await turnOver();
    await expectNothingLeft(store, backend);
  });

  const changes: ReadonlyArray<readonly [string, RegExp, (path: string) => void]> = [
    [
      "was truncated",
      /its file was truncated\. Keep other programs out of/,
      (path) => fs.truncateSync(path, 3000),
    ],
    [
      "was deleted",
      /its file was deleted\. Keep other programs out of/,
      (path) => fs.unlinkSync(path),
    ],
    [
      "has a flipped bit",
      /is corrupt: its checksum is wrong\. Its file or memory was changed/,
      (path) => {
        const fd = fs.openSync(path, "r+");
        const page = 4096 * 2;
        const byte = Buffer.alloc(1);
        fs.readSync(fd, byte, 0, 1, page + 500);
        byte[0] = (byte[0] as number) ^ 4;
        fs.writeSync(fd, byte, 0, 1, page + 500);
        fs.closeSync(fd);
      },
    ],
    [
      "has a wrong length",
      /is corrupt: its length is wrong/,
      (path) => {
        const fd = fs.openSync(path, "r+");
        fs.writeSync(fd, Uint8Array.of(255, 255), 0, 2, 4096 * 2);
        fs.closeSync(fd);
      },
    ],
  ];
  test.each(changes)("that %s is refused with an error of ours.", async (_, message, change) => {
    const { backend, store } = setUp();
    for (let step = 0; step < 20; step++) await put(store, backend, step);
    for (let i = 0; i < 20; i++) await turnOver();
    change(files()[0] as string);
    let error: unknown;
    const found: Array<number> = [];
    try {
      for (let step = 19; step >= 0; step--) {
        const value = backend.read(await settled(store.get(step)));
        found.push(value);
        // A wrong value would be a wrong gradient.
        expect(value).toBe(step);
      }
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CheckpointError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(`The checkpoint of step ${19 - found.length} in`);
    await expectNothingLeft(store, backend);
  });
});

test("A store that is given up while it writes leaves nothing behind.", async () => {
  const backend = countingBackend(false);
  const store = recordStore(backend, smallPages());
  const given = state(backend, 3);
  for (let step = 0; step < 3; step++) store.put(step, given);
  // Nobody ever resumes it.
  expect(isReading(store.put(3, given))).toBe(true);
  backend.release(given);
  store.clear();
  for (let i = 0; i < 20; i++) await turnOver();
  await expectNothingLeft(store, backend);
});
