import { expect, test } from "vitest";
import { Regions } from "./regions.js";

test("Regions do not overlap, and freed ones are used again for pages of about their length.", () => {
  const regions = new Regions();
  const first = regions.take(1);
  const second = regions.take(10_000);
  expect([first, second]).toEqual([
    { offset: 0, length: 4096 },
    { offset: 4096, length: 12288 },
  ]);
  regions.giveBack(second);
  expect(regions.take(4096)).toEqual({ offset: 16384, length: 4096 });
  expect(regions.take(8192)).toBe(second);
  expect(regions.end).toBe(20480);
});
