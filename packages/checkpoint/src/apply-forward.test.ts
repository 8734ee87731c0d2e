import { type CheckpointAction, InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { countingBackend, type Handle } from "../test/counting-backend.js";
import { applyForward, everyStep, memoryStore, startOnly } from "./index.js";

const scheduleOf = (...actions: ReadonlyArray<CheckpointAction>) => ({
  ...everyStep,
  name: "by hand",
  forward: () => actions,
});

describe("applyForward", () => {
  it("stores a copy, so that the state stays the caller's", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const state = backend.make(7);
    applyForward(everyStep, store, backend, 0, state, undefined);
    backend.release(state);
    expect(backend.read(store.get(0))).toBe(7);
  });

  it("stores nothing where the schedule wants nothing", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const state = backend.make(7);
    for (let n = 0; n < 3; n++) applyForward(startOnly, store, backend, n, state, 3);
    expect(store.steps()).toEqual([0]);
    expect(backend.live()).toBe(2);
  });

  it("hands the schedule what is stored and the total, and drops what it wants dropped", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const seen: Array<unknown> = [];
    const latestOnly = {
      ...everyStep,
      forward(step: number, stored: ReadonlyArray<number>, total: number | undefined) {
        seen.push([step, [...stored], total]);
        const drops = stored.map((old) => ({ type: "drop", step: old }) as const);
        return [...drops, { type: "store", step } as const];
      },
    };
    for (let n = 0; n < 3; n++) {
      const state = backend.make(n);
      applyForward(latestOnly, store, backend, n, state, 3);
      backend.release(state);
    }
    expect(seen).toEqual([
      [0, [], 3],
      [1, [0], 3],
      [2, [1], 3],
    ]);
    expect(store.steps()).toEqual([2]);
    expect(backend.live()).toBe(1);
  });

  it("refuses what a forward pass cannot do, and what it does not have", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const state = backend.make(7);
    const apply = (action: CheckpointAction) => () =>
      applyForward(scheduleOf(action), store, backend, 2, state, 3);
    expect(apply({ type: "advance", to: 3 })).toThrow(InvalidArgumentError);
    expect(apply({ type: "advance", to: 3 })).toThrow(
      'schedule asks for "advance" in the forward pass, before step 2',
    );
    expect(apply({ type: "restore", step: 0 })).toThrow(InvalidArgumentError);
    expect(apply({ type: "store", step: 1 })).toThrow(
      "schedule stores step 1 in the forward pass where the state is the one before step 2",
    );
    expect(store.steps()).toEqual([]);
    expect(backend.live()).toBe(1);
  });
});
