import { expect, test } from "vitest";
import { randomSigns, seededRandom } from "./random-signs.js";

test("The same seed gives the same numbers, in [0, 1) and spread evenly; other seeds give others.", () => {
  const draw = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
  for (const seed of [0, 1, -1, 2 ** 40]) {
    const numbers = draw(seed);
    expect(draw(seed)).toEqual(numbers);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(new Set(numbers).size).toBe(1000);
    expect(numbers.reduce((a, b) => a + b) / 1000).toBeCloseTo(0.5, 1);
  }
  expect(draw(0)[0]).not.toBe(draw(1)[0]);
});

test("Random signs are of either sign, and never near zero.", () => {
  const signs = randomSigns(seededRandom(7), 1000);
  expect(signs.every((sign) => Math.abs(sign) >= 0.5 && Math.abs(sign) < 1)).toBe(true);
  const positive = signs.filter((sign) => sign > 0).length;
  expect(positive).toBeGreaterThan(400);
  expect(positive).toBeLessThan(600);
});
