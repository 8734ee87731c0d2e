import {
  atOnce,
  type CountingBackend,
  countingBackend,
  describeStore,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { everyStep, memoryStore, storeBytes, tieredStore } from "../src/index.js";
import { simulate } from "./simulation.js";

const stores = [
  ["memoryStore", (backend: CountingBackend) => memoryStore(backend)],
  [
    "tieredStore",
    (backend: CountingBackend) => tieredStore([memoryStore(backend), memoryStore(backend)]),
  ],
] as const;

for (const [name, makeStore] of stores) describeStore(name, makeStore);

test.each(stores)("%s can be measured.", (_, makeStore) => {
  const backend = countingBackend();
  const store = makeStore(backend);
  expect(storeBytes(store, backend)).toBe(0);
  atOnce(store.put(0, backend.make(1, 2, 3)));
  atOnce(store.put(1, backend.make(4)));
  expect(storeBytes(store, backend)).toBe(32);
});

test.each(stores)("%s serves a forward and a backward pass.", (_, makeStore) => {
  const { backend, backward } = simulate(everyStep, 20, { makeStore });
  expect(backward({ keepCheckpoints: true })).toHaveLength(20);
  expect(backward()).toHaveLength(20);
  expect(backend.live()).toBe(0);
});
