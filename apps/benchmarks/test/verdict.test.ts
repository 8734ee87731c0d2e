import { describe, expect, it } from "vitest";
import { failuresOf, judge, showVerdict } from "../src/report/verdict.js";

const ratio = { median: 3.504, lower: 3.2, upper: 3.81, rounds: 25 };

describe("a verdict", () => {
  it("judges the median as it is shown.", () => {
    expect(judge(ratio, { atMost: 3.5 })?.holds).toBe(true);
    expect(judge({ ...ratio, median: 3.506 }, { atMost: 3.5 })?.holds).toBe(false);
    expect(judge(ratio, { atLeast: 3.5 })?.holds).toBe(true);
    expect(judge(ratio, { atLeast: 4 })?.holds).toBe(false);
  });

  it("is shown next to the ratio and its limit.", () => {
    expect(showVerdict(judge(ratio, { atMost: 3.5 }))).toBe("3.50 ≤ 3.5 ✓");
    expect(showVerdict(judge(ratio, { atLeast: 10 }))).toBe("3.50 ≥ 10 ✗");
    expect(showVerdict(judge(ratio))).toBe("3.50");
    expect(showVerdict(undefined)).toBe("–");
  });

  it("is a failure only against a limit.", () => {
    expect(failuresOf("It", judge(ratio, { atMost: 2 }))).toEqual([
      "It: 3.5 (quartiles 3.2 – 3.81) is not ≤ 2.",
    ]);
    expect(failuresOf("It", judge(ratio, { atMost: 4 }))).toEqual([]);
    expect(failuresOf("It", judge(ratio))).toEqual([]);
    expect(failuresOf("It", judge(undefined, { atMost: 4 }))).toEqual([]);
  });

  it("on a ratio that is not a number is a failure.", () => {
    expect(failuresOf("It", judge({ ...ratio, median: Number.NaN }, { atMost: 4 }))).toHaveLength(
      1,
    );
  });
});
