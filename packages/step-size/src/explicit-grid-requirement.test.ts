import { InvalidTimesError } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { fixedSteps } from "./index.js";

describe("fixedSteps with a grid", () => {
  it("requires exactly the times of the grid, in either direction", () => {
    expect(fixedSteps({ grid: [0, 0.1, 0.5, 1] }).requiredTimes([0, 0.5, 1])).toEqual([
      0, 0.1, 0.5, 1,
    ]);
    expect(fixedSteps({ grid: [1, 0.5, 0.1, 0] }).requiredTimes([1, 0.1, 0])).toEqual([
      1, 0.5, 0.1, 0,
    ]);
    expect(fixedSteps({ grid: [2] }).requiredTimes([2])).toEqual([2]);
  });

  it("ignores later changes of the given array", () => {
    const grid = [0, 0.5, 1];
    const controller = fixedSteps({ grid });
    grid[1] = 7;
    expect(controller.requiredTimes([0, 1])).toEqual([0, 0.5, 1]);
  });

  it("names the output time that the grid lacks, and the nearest grid time", () => {
    const controller = fixedSteps({ grid: [0, 0.1, 0.1 + 0.2, 1] });
    expect(() => controller.requiredTimes([0, 0.3, 1])).toThrow(InvalidTimesError);
    expect(() => controller.requiredTimes([0, 0.3, 1])).toThrow(
      /^grid does not contain the output time 0\.3 \(got .*nearest time in the grid is 0\.30000000000000004\.$/,
    );
    const falling = fixedSteps({ grid: [1, 0.5, 0] });
    expect(() => falling.requiredTimes([1, 0.7, 0])).toThrow("output time 0.7");
    expect(() => falling.requiredTimes([1, 0.5, -1])).toThrow("output time -1");
  });

  it("must start with the first output and end with the last", () => {
    const controller = fixedSteps({ grid: [0, 0.5, 1] });
    expect(() => controller.requiredTimes([0.5, 1])).toThrow(
      /^grid must start at the first output time, 0\.5 .*Write grid: \[0\.5, …\]\.$/,
    );
    expect(() => controller.requiredTimes([0, 0.5])).toThrow(
      "grid must end at the last output time, 0.5, but ends at 1",
    );
    expect(() => controller.requiredTimes([0])).toThrow("grid must end");
  });

  it("must run in the direction of the outputs", () => {
    expect(() => fixedSteps({ grid: [0, 0.5, 1] }).requiredTimes([1, 0])).toThrow(
      /must start at the first output time, 1 .*Reverse it/,
    );
  });

  it("must be strictly monotone", () => {
    expect(() => fixedSteps({ grid: [0, 1, 1] })).toThrow(
      "grid must be strictly increasing, but grid[1] = 1 is followed by grid[2] = 1",
    );
    expect(() => fixedSteps({ grid: [1, 0, 0.5] })).toThrow(
      "grid must be strictly decreasing, but grid[1] = 0 is followed by grid[2] = 0.5",
    );
    expect(() => fixedSteps({ grid: [1, 1] })).toThrow(InvalidTimesError);
  });

  it("must be an array of finite numbers, at least one", () => {
    for (const grid of [[], [0, Number.NaN], [0, Number.POSITIVE_INFINITY], 3, ["0", "1"]]) {
      const make = () => fixedSteps({ grid: grid as ReadonlyArray<number> });
      expect(make).toThrow(InvalidTimesError);
      expect(make).toThrow("grid must be a non-empty array of finite numbers");
    }
  });
});
