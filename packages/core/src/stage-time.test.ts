import { expect, test } from "vitest";
import { nextAfter } from "./next-after.js";
import { stageTime } from "./stage-time.js";

test("A stage inside the step is evaluated at t + c h.", () => {
  expect(stageTime(0.3, 0.1, 0.4, 0)).toBe(0.3);
  expect(stageTime(0.3, 0.1, 0.4, 2 / 3)).toBe(0.3 + (2 / 3) * 0.1);
  expect(stageTime(0.3, -0.1, 0.2, 0.75)).toBe(0.3 - 0.75 * 0.1);
});

test("A stage beyond the step, or before it, is evaluated where it says.", () => {
  expect(stageTime(1, 0.5, 1.5, 2)).toBe(2);
  expect(stageTime(1, 0.5, 1.5, -1)).toBe(0.5);
});

test("A stage at the end is evaluated just before the end that was required, whatever t + h rounds to.", () => {
  // 0.1 + 0.2 is an ulp above 0.3.
  expect(stageTime(0.1, 0.2, 0.3, 1)).toBe(nextAfter(0.3, -1));
});

test("In reversed time just before the end is above it.", () => {
  expect(stageTime(1, -0.5, 0.5, 1)).toBe(0.5 + 2 ** -53);
});
