import {
  type CheckpointAction,
  type ForwardView,
  InvalidArgumentError,
} from "@symplectic-adjoint/core";
import { atOnce, countingBackend, type Handle } from "@symplectic-adjoint/testing";
import { describe, expect, it } from "vitest";
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
    atOnce(applyForward({ schedule: everyStep, store, total: undefined, bytes: 8 }, 0, state));
    backend.release(state);
    expect(backend.read(store.get(0))).toBe(7);
  });

  it("stores nothing where the schedule wants nothing", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const state = backend.make(7);
    for (let n = 0; n < 3; n++)
      atOnce(applyForward({ schedule: startOnly, store, total: 3, bytes: 8 }, n, state));
    expect(store.steps()).toEqual([0]);
    expect(backend.live()).toBe(2);
  });

  it("tells the schedule what is stored, the total and the bytes of a checkpoint, and drops what it wants dropped", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const seen: Array<unknown> = [];
    const latestOnly = {
      ...everyStep,
      forward({ step, stored, total, bytes }: ForwardView) {
        seen.push([step, [...stored], total, bytes]);
        const drops = stored.map((old) => ({ type: "drop", step: old }) as const);
        return [...drops, { type: "store", step } as const];
      },
    };
    for (let n = 0; n < 3; n++) {
      const state = backend.make(n);
      atOnce(applyForward({ schedule: latestOnly, store, total: 3, bytes: 8 }, n, state));
      backend.release(state);
    }
    expect(seen).toEqual([
      [0, [], 3, 8],
      [1, [0], 3, 8],
      [2, [1], 3, 8],
    ]);
    expect(store.steps()).toEqual([2]);
    expect(backend.live()).toBe(1);
  });

  it("refuses what a forward pass cannot do, and what it does not have", () => {
    const backend = countingBackend();
    const store = memoryStore<Handle>(backend);
    const state = backend.make(7);
    const apply = (action: CheckpointAction) => () =>
      atOnce(applyForward({ schedule: scheduleOf(action), store, total: 3, bytes: 8 }, 2, state));
    expect(apply({ type: "advance", to: 3 })).toThrow(InvalidArgumentError);
    expect(apply({ type: "advance", to: 3 })).toThrow(
      'schedule emits "advance" in the forward pass, before step 2; only store, drop and move are allowed there',
    );
    expect(apply({ type: "restore", step: 0 })).toThrow(InvalidArgumentError);
    expect(apply({ type: "store", step: 1 })).toThrow(
      "schedule stores step 1 in the forward pass, but the current state is the one before step 2",
    );
    expect(store.steps()).toEqual([]);
    expect(backend.live()).toBe(1);
  });
});
