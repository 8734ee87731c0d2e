import { describe, expect, it } from "vitest";
import { quantile } from "../src/timing/quantile.js";

describe("a quantile", () => {
  it("is one of the numbers, in any order.", () => {
    expect([0, 0.25, 0.5, 1].map((q) => quantile([9, 1, 30, 4, 2], q))).toEqual([1, 2, 4, 30]);
  });
});
