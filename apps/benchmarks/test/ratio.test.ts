import { describe, expect, it } from "vitest";
import { medianOf, ratioOf, weightedSeries } from "../src/timing/ratio.js";

describe("a ratio of times", () => {
  it("is taken round by round, over the rounds that have both.", () => {
    const ratio = ratioOf([2, 8, undefined, 3, 100], [1, 2, 7, 1, undefined]);
    expect(ratio).toEqual({ lower: 3, median: 3, upper: 4, rounds: 3 });
  });

  it("is not there when no round has both, or one of the two was never timed.", () => {
    expect(ratioOf([1, undefined], [undefined, 1])).toBeUndefined();
    expect(ratioOf(undefined, [1])).toBeUndefined();
    expect(ratioOf([1], undefined)).toBeUndefined();
  });
});

describe("a weighted sum of series", () => {
  it("has a value in rounds in which all of them have one.", () => {
    const sum = weightedSeries(
      [140, 80],
      [
        [1, 2, undefined],
        [3, undefined, 4],
      ],
    );
    expect(sum).toEqual([380, undefined, undefined]);
  });

  it("is not there when one of them is not.", () => {
    expect(weightedSeries([1, 1], [[1], undefined])).toBeUndefined();
    expect(weightedSeries([1, 1], [undefined, [1]])).toBeUndefined();
  });
});

describe("the median of a series", () => {
  it("leaves rounds without a turn out.", () => {
    expect(medianOf([undefined, 5, 1, undefined, 2])).toBe(2);
    expect(medianOf([undefined])).toBeUndefined();
    expect(medianOf(undefined)).toBeUndefined();
  });
});
