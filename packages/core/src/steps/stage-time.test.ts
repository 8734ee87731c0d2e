import fc from "fast-check";
import { expect, test } from "vitest";
import { nextAfter, stageTime } from "./stage-time.js";

test("A stage inside the step is evaluated at t + c h.", () => {
  expect(stageTime(0.3, 0.1, 0.4, 0)).toBe(0.3);
  expect(stageTime(0.3, 0.1, 0.4, 2 / 3)).toBe(0.3 + (2 / 3) * 0.1);
  expect(stageTime(0.3, -0.1, 0.2, 0.75)).toBe(0.3 - 0.75 * 0.1);
});

test("A stage outside the step is evaluated at its own time.", () => {
  expect(stageTime(1, 0.5, 1.5, 2)).toBe(2);
  expect(stageTime(1, 0.5, 1.5, -1)).toBe(0.5);
});

test("A node that is 0 or 1 up to rounding is treated as 0 or 1.", () => {
  for (const off of [-1e-15, -Number.EPSILON / 2, Number.EPSILON, 1e-15]) {
    expect(stageTime(0, 1, 1, off)).toBe(0);
    expect(stageTime(0.1, 0.2, 0.3, 1 + off)).toBe(nextAfter(0.3, -1));
    expect(stageTime(1, -0.5, 0.5, 1 + off)).toBe(nextAfter(0.5, 1));
  }
});

test("A stage inside the step is never evaluated outside of it, even for very short steps.", () => {
  const anywhere = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
  const node = fc.double({ noNaN: true, min: 0, max: 1 });
  const doubles = fc.integer({ min: 1, max: 20 });
  const property = (t: number, end: number, c: number) => {
    const time = stageTime(t, end - t, end, c);
    expect(time).toBeGreaterThanOrEqual(Math.min(t, end));
    expect(time).toBeLessThanOrEqual(Math.max(t, end));
  };
  fc.assert(
    fc.property(anywhere, anywhere, node, (t, end, c) => {
      if (t !== end) property(t, end, c);
    }),
    { seed: 7, numRuns: 2000 },
  );
  fc.assert(
    fc.property(anywhere, doubles, fc.boolean(), node, (t, count, up, c) => {
      let end = t;
      for (let i = 0; i < count; i++) end = nextAfter(end, up ? 1 : -1);
      property(t, end, c);
      property(t, end, 1 - c * Number.EPSILON);
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test("A stage at the end is evaluated just before the required end, regardless of the rounding of t + h.", () => {
  // 0.1 + 0.2 is an ulp above 0.3.
  expect(stageTime(0.1, 0.2, 0.3, 1)).toBe(nextAfter(0.3, -1));
});

test("In reversed time, a stage at the end is evaluated just above it.", () => {
  expect(stageTime(1, -0.5, 0.5, 1)).toBe(0.5 + 2 ** -53);
});
