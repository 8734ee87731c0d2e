import { expect, test } from "vitest";
import { only } from "./only.js";

test("The only item is returned; none, or a second one, is an error.", () => {
  expect(only([7])).toBe(7);
  expect(only([undefined])).toBeUndefined();
  expect(() => only([])).toThrow(/must have exactly one item, and has 0 \(got \[\]\)/);
  expect(() => only([1, 2])).toThrow(
    "list must have exactly one item, and has 2 (got [1, 2]). Compare every item.",
  );
});
