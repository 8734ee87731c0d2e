import {
  type CheckpointAction,
  type CheckpointSchedule,
  InvalidArgumentError,
} from "@symplectic-adjoint/core";
import { atOnce, countingBackend, type Handle } from "@symplectic-adjoint/testing";
import { describe, expect, it } from "vitest";
import { simulate } from "../test/simulation.js";
import { everyStep, memoryStore, reverseWithCheckpoints, startOnly } from "./index.js";

const TOTAL = 4;

function scheduleOf(...actions: ReadonlyArray<CheckpointAction>): CheckpointSchedule {
  return { name: "by hand", forward: everyStep.forward, backward: () => actions };
}

const restore = (step: number): CheckpointAction => ({ type: "restore", step });
const store = (step: number): CheckpointAction => ({ type: "store", step });
const drop = (step: number): CheckpointAction => ({ type: "drop", step });
const advance = (to: number): CheckpointAction => ({ type: "advance", to });
const reverse = (from: number, to: number): CheckpointAction => ({ type: "reverse", from, to });

describe("reverseWithCheckpoints refuses a schedule that", () => {
  const mistakes: ReadonlyArray<readonly [string, ReadonlyArray<CheckpointAction>, string]> = [
    ["reverses nothing", [], "ends before steps 0 … 3 are reversed"],
    [
      "leaves the first steps out",
      [restore(1), reverse(1, 4)],
      "ends before steps 0 … 0 are reversed",
    ],
    [
      "leaves the last step out",
      [restore(2), reverse(2, 3)],
      "reverses steps 2 … 3 − 1, but the segment must end with step 3",
    ],
    ["reverses a step twice", [restore(3), reverse(3, 4), restore(3), reverse(3, 4)], "step 2"],
    ["reverses an empty segment", [restore(3), reverse(4, 4)], "must end with step 3"],
    [
      "reverses from another step's state",
      [restore(2), reverse(3, 4)],
      ", but the current state is the one before step 2",
    ],
    ["reverses without a state", [reverse(3, 4)], "without a current state"],
    [
      "goes on from a state that a reverse used up",
      [restore(3), reverse(3, 4), advance(4)],
      "advances to step 4 without a current state",
    ],
    ["restores what was never stored", [restore(9)], "restores step 9, which has no checkpoint"],
    ["restores what it dropped", [drop(2), restore(2)], "restores step 2, which has no checkpoint"],
    ["stores under another step", [restore(2), store(3)], "stores step 3, but the current state"],
    ["stores nothing", [store(3)], "stores step 3 without a current state"],
    ["advances without a state", [advance(3)], "advances to step 3 without a current state"],
    [
      "advances backward",
      [restore(2), advance(1)],
      "advances to step 1, which is not after step 2",
    ],
    ["advances by nothing", [restore(2), advance(2)], "advances to step 2, which is not after"],
    ["advances too far", [restore(2), advance(5)], "which is not after step 2 and up to 4"],
    ["advances to half a step", [restore(2), advance(2.5)], "advances to step 2.5"],
    ["does something else", [{ type: "jump" } as unknown as CheckpointAction], "unknown action"],
  ];
  it.each(mistakes)("%s.", (_, actions, message) => {
    for (const keepCheckpoints of [true, false]) {
      const { backend, store: stored, backward } = simulate(everyStep, TOTAL);
      let thrown: unknown;
      try {
        backward({ schedule: scheduleOf(...actions), keepCheckpoints });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(InvalidArgumentError);
      expect((thrown as Error).message).toContain(message);
      expect(backend.live()).toBe(stored.steps().length);
    }
  });

  it("is told which schedule it was, and what to use instead.", () => {
    const { backward } = simulate(everyStep, TOTAL);
    expect(() => backward({ schedule: scheduleOf() })).toThrow(
      /^schedule ends .* \(got "by hand"\)\. .*use everyStep/,
    );
  });
});

describe("reverseWithCheckpoints", () => {
  it("accepts a schedule that stores anew what it dropped", () => {
    for (const keepCheckpoints of [true, false]) {
      const { backend, store: stored, backward } = simulate(everyStep, TOTAL);
      const schedule = scheduleOf(
        ...[drop(3), restore(2), advance(3), store(3), restore(0), restore(3), reverse(3, 4)],
        ...[restore(0), reverse(0, 3)],
      );
      expect(backward({ schedule, keepCheckpoints })).toEqual([3, 2, 1, 0]);
      expect(stored.steps()).toEqual(keepCheckpoints ? [0, 1, 2, 3] : []);
      expect(backend.live()).toBe(stored.steps().length);
    }
  });

  it("keeps a checkpoint usable that is dropped while it is the current state", () => {
    const { backend, backward } = simulate(everyStep, TOTAL);
    const schedule = scheduleOf(
      restore(2),
      drop(2),
      advance(3),
      reverse(3, 4),
      restore(0),
      reverse(0, 3),
    );
    expect(backward({ schedule })).toEqual([3, 2, 1, 0]);
    expect(backend.live()).toBe(0);
  });

  it("removes what the backward pass stored, also when the schedule forgets to", () => {
    const { backend, store: stored, backward } = simulate(startOnly, TOTAL);
    const schedule = scheduleOf(
      ...[restore(0), advance(2), store(2), reverse(2, 4), restore(0), reverse(0, 2)],
    );
    backward({ schedule, keepCheckpoints: true });
    expect(stored.steps()).toEqual([0]);
    expect(backend.live()).toBe(1);
    backward({ schedule });
    expect(backend.live()).toBe(0);
  });

  it("has no more than one state alive besides the checkpoints", () => {
    const { backend, backward } = simulate(everyStep, TOTAL);
    expect(backend.peak()).toBe(TOTAL + 1);
    backward();
    expect(backend.peak()).toBe(TOTAL + 1);
  });

  it("tells of each checkpoint that becomes the current state", () => {
    const backend = countingBackend();
    const stored = memoryStore(backend);
    for (let n = 0; n < 3; n++) stored.put(n, backend.make(10 * n));
    const restored: Array<readonly [number, number]> = [];
    atOnce(
      reverseWithCheckpoints<Handle>({
        backend,
        schedule: everyStep,
        store: stored,
        total: 3,
        bytes: 8,
        restore: (state, step) => restored.push([step, backend.read(state)]),
        advance: (state) => state,
        reverse: () => {},
      }),
    );
    expect(restored).toEqual([
      [2, 20],
      [1, 10],
      [0, 0],
    ]);
  });

  it("releases what it advanced where the store refuses it", () => {
    const backend = countingBackend();
    const initial = memoryStore<Handle>(backend);
    initial.put(0, backend.make(1));
    const put = (step: number) => {
      throw new Error(`no room for step ${step}`);
    };
    const run = () =>
      atOnce(
        reverseWithCheckpoints<Handle>({
          backend,
          schedule: scheduleOf(restore(0), advance(1), store(1)),
          store: { ...initial, put },
          total: 2,
          bytes: 8,
          advance: (state) => backend.make(backend.read(state) + 1),
          reverse: () => {},
        }),
      );
    expect(run).toThrow("no room for step 1");
    // The state that was put, and the copy of it.
    expect(backend.live()).toBe(2);
  });

  it("stops a schedule's generator when something throws", () => {
    let stopped = false;
    const schedule: CheckpointSchedule = {
      ...everyStep,
      *backward(view) {
        try {
          yield* everyStep.backward(view);
        } finally {
          stopped = true;
        }
      },
    };
    const fail = () => {
      throw new Error("out of luck");
    };
    expect(() => simulate(everyStep, TOTAL).backward({ schedule, fail })).toThrow("out of luck");
    expect(stopped).toBe(true);
  });

  it("refuses a total that is no number of steps", () => {
    for (const total of [-1, 1.5, Number.NaN]) {
      const backend = countingBackend();
      const run = () =>
        atOnce(
          reverseWithCheckpoints<Handle>({
            backend,
            schedule: everyStep,
            store: memoryStore(backend),
            total,
            bytes: 8,
            advance: (state) => state,
            reverse: () => {},
          }),
        );
      expect(run).toThrow(InvalidArgumentError);
      expect(run).toThrow(/^total must be a non-negative integer \(got /);
    }
  });
});
