import { type CheckpointSchedule, InvalidArgumentError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { binomial, everyStep, online, simulateSchedule, startOnly } from "../index.js";

describe("simulateSchedule", () => {
  it("lists the actions of both passes, with the steps of the forward pass between them.", () => {
    const { actions, backwardStart } = simulateSchedule(binomial({ checkpoints: 2 }), 3);
    expect(actions.slice(0, backwardStart)).toEqual([
      { type: "store", step: 0 },
      { type: "advance", to: 1 },
      { type: "store", step: 1 },
      { type: "advance", to: 3 },
    ]);
    expect(actions.slice(backwardStart)).toEqual([
      { type: "restore", step: 1 },
      { type: "advance", to: 2 },
      { type: "reverse", from: 2, to: 3 },
      { type: "restore", step: 1 },
      { type: "reverse", from: 1, to: 2 },
      { type: "drop", step: 1 },
      { type: "restore", step: 0 },
      { type: "reverse", from: 0, to: 1 },
      { type: "drop", step: 0 },
    ]);
  });

  it("counts how often each step is taken, and the checkpoints.", () => {
    const { perStep, recomputed, peak, byLevel } = simulateSchedule(
      binomial({ checkpoints: 1 }),
      4,
    );
    expect(perStep).toEqual([4, 3, 2, 1]);
    expect(recomputed).toBe(6);
    expect(peak).toBe(1);
    expect(byLevel).toEqual([{ peak: 1, writes: 1, reads: 4 }]);
  });

  it("counts nothing that is reversed as recomputed.", () => {
    expect(simulateSchedule(startOnly, 5)).toMatchObject({ recomputed: 0, peak: 1 });
    expect(simulateSchedule(everyStep, 5)).toMatchObject({ recomputed: 0, peak: 5 });
  });

  it("knows an empty solution.", () => {
    expect(simulateSchedule(everyStep, 0)).toEqual({
      ...{ actions: [], backwardStart: 0, recomputed: 0, perStep: [], peak: 0, byLevel: [] },
    });
  });

  it("runs a schedule several times, in turns with other lengths.", () => {
    const schedule = online({ checkpoints: 4 });
    const first = simulateSchedule(schedule, 40, { knownTotal: false });
    simulateSchedule(schedule, 17, { knownTotal: false });
    expect(simulateSchedule(schedule, 40, { knownTotal: false })).toEqual(first);
  });

  it("refuses a schedule that would give a wrong gradient.", () => {
    const wrong: CheckpointSchedule = { ...everyStep, backward: () => [] };
    expect(() => simulateSchedule(wrong, 2)).toThrow(InvalidArgumentError);
    expect(() => simulateSchedule(wrong, 2)).toThrow("ends before steps 0 … 1 are reversed");
  });
});

describe("A schedule that serves several solves at once", () => {
  it.each([online({ checkpoints: 3 }), binomial({ checkpoints: 3 })])(
    "$name depends on what is stored in each of them alone.",
    (schedule) => {
      const run = (total: number) => ({ total, stored: [] as Array<number>, step: 0 });
      const take = (solve: ReturnType<typeof run>, known: boolean) => {
        const { stored, step, total } = solve;
        const view = { step, stored, total: known ? total : undefined, bytes: 8 };
        for (const action of schedule.forward(view)) {
          if (action.type === "drop") stored.splice(stored.indexOf(action.step), 1);
          if (action.type === "store") stored.push(action.step);
        }
        solve.step++;
      };
      for (const known of [true, false]) {
        const alone = [run(30), run(50)];
        for (const solve of alone) while (solve.step < solve.total) take(solve, known);
        const together = [run(30), run(50)];
        for (let n = 0; n < 50; n++)
          for (const solve of together) if (solve.step < solve.total) take(solve, known);
        expect(together).toEqual(alone);
      }
    },
  );
});
