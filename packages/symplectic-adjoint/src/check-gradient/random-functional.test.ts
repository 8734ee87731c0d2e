import { float64 } from "@symplectic-adjoint/backend-float64";
import { only } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { randomFunctional } from "./random-functional.js";
import { seededRandom } from "./random-signs.js";

describe("A random functional", () => {
  // Three outputs of two numbers: one of about 1000, one of about 1.
  const outputs = [Float64Array.of(1000, 1, 900, 2, 800, 3)];

  test("weights every element of every output by its magnitude, and none by zero.", () => {
    const weights = only(randomFunctional(float64, outputs, 3, seededRandom(1)));
    for (const [i, weight] of [...weights].entries()) {
      if (i < 2) continue;
      const weighted = Math.abs(weight) * (i % 2 === 0 ? 1000 : 3);
      expect(weighted).toBeGreaterThanOrEqual(0.5);
      expect(weighted).toBeLessThan(1);
    }
  });

  test("cancels the direct contribution of a state.", () => {
    const weights = only(randomFunctional(float64, outputs, 3, seededRandom(1)));
    for (const i of [0, 1]) {
      const sum = weights.reduce((total, weight, j) => total + (j % 2 === i ? weight : 0), 0);
      expect(Math.abs(sum)).toBeLessThan(1e-15);
    }
  });

  test("is of the backend's precision, and finite for outputs of zero.", () => {
    const single = { ...float64, precision: "float32" } as const;
    const weights = only(randomFunctional(single, [new Float64Array(4)], 2, seededRandom(1)));
    for (const weight of weights) expect(weight).toBe(Math.fround(weight));
    expect(weights.every(Number.isFinite)).toBe(true);
  });
});
