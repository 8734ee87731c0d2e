import { describe, expect, it } from "vitest";
import { showTime } from "../src/report/show-time.js";

describe("a time", () => {
  it("has a unit, and three figures.", () => {
    expect([2e-7, 0.0000123, 0.01234, 0.4567, 12.345].map(showTime)).toEqual([
      "0.200 µs",
      "12.3 µs",
      "12.3 ms",
      "457 ms",
      "12.3 s",
    ]);
  });

  it("that was not taken is a dash.", () => {
    expect(showTime(undefined)).toBe("–");
  });
});
