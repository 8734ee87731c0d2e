import { nextAfter } from "@symplectic-adjoint/core";
import { expect, test } from "vitest";
import { roundTime } from "./time-scalar.js";

test("Times are rounded to float32.", () => {
  for (const t of [0, 0.5, 0.1, -1 / 3, 1e300, -1e-300, Number.NaN])
    expect(roundTime(t)).toBe(Math.fround(t));
});

test("A time just beside a float32 value stays on its side.", () => {
  for (const x of [0.5, -0.5, Math.fround(0.1), 1, -1024, 0, 3]) {
    const [below, above] = [roundTime(nextAfter(x, -1)), roundTime(nextAfter(x, 1))];
    expect(below).toBeLessThan(x);
    expect(above).toBeGreaterThan(x);
    for (const beside of [below, above]) {
      expect(Math.fround(beside)).toBe(beside);
      expect(Math.abs(beside - x)).toBeLessThanOrEqual(2 ** -23 * Math.max(Math.abs(x), 2 ** -126));
    }
  }
});
