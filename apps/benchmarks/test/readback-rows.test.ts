import { describe, expect, it } from "vitest";
import { readbackFailures, readbackRows, readbackTable } from "../src/readback/readback-rows.js";
import type { ReadbackRun } from "../src/runners/services.js";

const run = (changes: Partial<ReadbackRun> = {}): ReadbackRun => ({
  accepted: 20,
  rejected: 2,
  readbacks: 24,
  discarded: 0,
  stalled: 40,
  milliseconds: 100,
  stepSizes: [0.1, 0.2],
  final: [1, 2],
  ...changes,
});
const slow = run({ milliseconds: 200, stalled: 80 });

describe("rows of readbacks", () => {
  it("are medians for each accepted step, and ratios within the rounds.", () => {
    const fast = run({ milliseconds: 50, stalled: 10, discarded: 2 });
    const runs = { integral: [run(), slow], lagged: [run(), run()], speculative: [fast, fast] };
    const rows = readbackRows("Node", runs);
    expect(rows.map(({ mode, stalledPerStep }) => [mode, stalledPerStep])).toEqual([
      ["integral", 4],
      ["lagged", 2],
      ["speculative", 0.5],
    ]);
    expect(rows[2]).toMatchObject({
      readbacksPerStep: 1.2,
      discarded: 2,
      ratio: { lower: 0.25, upper: 0.5, rounds: 2 },
      sameSteps: true,
    });
    expect(readbackTable(rows, []).rows[2]?.slice(0, 5)).toEqual([
      "Node",
      "lagged",
      "yes",
      "20 + 2",
      2,
    ]);
    expect(readbackFailures(rows)).toEqual([]);
  });

  it("find steps, or an end, that speculation changed.", () => {
    const others = [run({ stepSizes: [0.1, 0.3] }), run({ final: [1, 3] })];
    for (const speculative of others) {
      const rows = readbackRows("Node", {
        integral: [run()],
        lagged: [run()],
        speculative: [speculative],
      });
      expect(readbackFailures(rows)).toEqual([
        "Node, speculative: the runs differ in their steps or final states.",
      ]);
    }
  });

  it("let two controllers take different steps.", () => {
    const lagged = run({ stepSizes: [0.1, 0.15] });
    const runs = { integral: [run()], lagged: [lagged], speculative: [lagged] };
    expect(readbackFailures(readbackRows("Node", runs))).toEqual([]);
  });
});
