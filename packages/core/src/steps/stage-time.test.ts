import fc from "fast-check";
import { expect, test } from "vitest";
import { nextAfter, stageTime } from "./stage-time.js";

test("A stage inside the step is evaluated at t + c h.", () => {
  expect(stageTime(0.3, 0.1, 0.4, 0)).toBe(0.3);
  expect(stageTime(0.3, 0.1, 0.4, 2 / 3)).toBe(0.3 + (2 / 3) * 0.1);
  expect(stageTime(0.3, -0.1, 0.2, 0.75)).toBe(0.3 - 0.75 * 0.1);
});

test("A stage beyond the step, or before it, is evaluated where it says.", () => {
  expect(stageTime(1, 0.5, 1.5, 2)).toBe(2);
  expect(stageTime(1, 0.5, 1.5, -1)).toBe(0.5);
});

test("A node that is 0 or 1 but for rounding is evaluated as if it were.", () => {
  for (const off of [-1e-15, -Number.EPSILON / 2, Number.EPSILON, 1e-15]) {
    expect(stageTime(0, 1, 1, off)).toBe(0);
    expect(stageTime(0.1, 0.2, 0.3, 1 + off)).toBe(nextAfter(0.3, -1));
    expect(stageTime(1, -0.5, 0.5, 1 + off)).toBe(nextAfter(0.5, 1));
  }
});

test("A stage inside the step is never evaluated outside of it, however short the step.", () => {
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

test("A stage at the end is evaluated just before the end that was required, whatever t + h rounds to.", () => {
  // 0.1 + 0.2 is an ulp above 0.3.
  expect(stageTime(0.1, 0.2, 0.3, 1)).toBe(nextAfter(0.3, -1));
});

test("In reversed time just before the end is above it.", () => {
  expect(stageTime(1, -0.5, 0.5, 1)).toBe(0.5 + 2 ** -53);
});
