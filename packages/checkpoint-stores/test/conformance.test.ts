import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountingBackend, describeStore, type Handle } from "@symplectic-adjoint/testing";
import { afterAll, afterEach, expect, test } from "vitest";
import { compressed } from "../src/compressed/index.js";
import {
  exact,
  half,
  hostMemory,
  type RecordCodec,
  type RecordStorage,
  type RecordStore,
  recordStore,
} from "../src/index.js";
import { fileStorage } from "../src/node/index.js";

const folder = mkdtempSync(join(tmpdir(), "checkpoint-stores-"));
const stores: Array<RecordStore<Handle>> = [];

// The suite leaves some of its stores as they are.
afterEach(() => {
  for (const store of stores.splice(0)) store.clear();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const storages: ReadonlyArray<readonly [string, () => RecordStorage<never>]> = [
  ["hostMemory", () => hostMemory() as RecordStorage<never>],
  ["fileStorage", () => fileStorage({ folder }) as RecordStorage<never>],
];

// The suite's values are small integers, which float16 has too.
const codecs: ReadonlyArray<RecordCodec> = [exact, half, compressed(), compressed(half)];

for (const [name, storage] of storages) {
  for (const codec of codecs) {
    describeStore(`${name}, ${codec.name}`, (backend: CountingBackend) => {
      const store = recordStore(backend, storage(), { codec });
      stores.push(store);
      return store;
    });
  }
}

test("Nothing is left in the folder.", () => {
  expect(readdirSync(folder)).toEqual([]);
});

test("A store says which codec it has, and whether it is exact.", () => {
  const named = codecs.map((codec) => {
    const backend = { ...fakeBackend };
    const store = recordStore(backend, hostMemory(), { codec });
    return [store.name, store.exact];
  });
  expect(named).toEqual([
    ["host memory", true],
    ["host memory, float16, not exact", false],
    ["host memory, compressed", true],
    ["host memory, compressed float16, not exact", false],
  ]);
});

test("A store says how much memory a checkpoint takes.", () => {
  const bytes = (storage: RecordStorage<never>, codec?: RecordCodec) =>
    recordStore({ ...fakeBackend }, storage, { codec }).residentBytes?.(4000);
  expect(bytes(hostMemory() as RecordStorage<never>)).toBe(4040);
  expect(bytes(hostMemory() as RecordStorage<never>, half)).toBe(2040);
  expect(bytes(fileStorage({ folder }) as RecordStorage<never>)).toBe(0);
});

const fakeBackend = {
  readsSynchronously: true,
  shape: () => [],
  fromHost: () => 0,
  toHost: async () => new Float64Array(1),
  toHostSync: () => new Float64Array(1),
  retain: (state: ReadonlyArray<number>) => state,
  release() {},
};
