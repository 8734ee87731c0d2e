import { everyStep, online } from "@symplectic-adjoint/checkpoint";
import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { inWindows } from "../src/in-windows.js";
import { runSchedule } from "../src/run-schedule.js";

/** Lengths of the segments that are reversed together, the last one first. */
function segmentsOf(schedule: CheckpointSchedule, total: number): Array<number> {
  let stored: Array<number> = [];
  for (let step = 0; step < total; step++) {
    for (const action of schedule.forward({ step, stored, total: undefined, bytes: 1 }))
      if (action.type === "store") stored.push(step);
      else if (action.type === "drop") stored = stored.filter((each) => each !== action.step);
  }
  const lengths: Array<number> = [];
  let current: number | undefined;
  let end = total;
  for (const action of schedule.backward({ total, stored, bytes: 1 })) {
    if (action.type === "restore") current = action.step;
    if (action.type === "advance") current = action.to;
    if (action.type !== "reverse") continue;
    expect(action.from).toBe(current);
    expect(action.to).toBe(end);
    end = action.from;
    lengths.push(action.to - action.from);
  }
  expect(end).toBe(0);
  return lengths;
}

it("A checkpoint for each window; the last one may be shorter", () => {
  expect(segmentsOf(inWindows(4), 10)).toEqual([2, 4, 4]);
  expect(segmentsOf(inWindows(4), 0)).toEqual([]);
});

it("As many stored steps as fit are reversed together", () => {
  expect(segmentsOf(inWindows(4, everyStep), 10)).toEqual([4, 4, 2]);
});

it("Where checkpoints are further apart, their schedule takes over", () => {
  expect(new Set(segmentsOf(inWindows(3, online({ checkpoints: 4 })), 50))).toEqual(new Set([1]));
});

it("Every step is reversed once, in any windows, from any checkpoints", () => {
  const numbers = {
    window: fc.integer({ min: 1, max: 40 }),
    total: fc.integer({ min: 0, max: 100 }),
  };
  const checkpoints = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(fc.record({ ...numbers, checkpoints }), ({ window, total, ...count }) => {
      const lengths = segmentsOf(inWindows(window, online(count)), total);
      expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(window);
      const { segment, recomputed } = runSchedule(inWindows(window), total);
      expect(segment).toBe(Math.min(window, total));
      expect(recomputed).toBe(0);
    }),
  );
});
