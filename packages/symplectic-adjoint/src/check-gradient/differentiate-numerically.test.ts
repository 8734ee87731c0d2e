import { describe, expect, test } from "vitest";
import { differentiateNumerically } from "./differentiate-numerically.js";

/** φ computed in float32, as a solver would: rounded at the end, with an error of up to half a unit. */
const inSingle =
  (phi: (x: number) => number) =>
  async (epsilon: number): Promise<{ value: number; rounding: number }> => {
    const [above, below] = [Math.fround(phi(epsilon)), Math.fround(phi(-epsilon))];
    const rounding = 2 ** -24 * Math.max(Math.abs(above), Math.abs(below));
    return { value: (above - below) / (2 * epsilon), rounding: rounding / (2 * epsilon) };
  };

const inDouble =
  (phi: (x: number) => number) =>
  async (epsilon: number): Promise<{ value: number; rounding: number }> => ({
    value: (phi(epsilon) - phi(-epsilon)) / (2 * epsilon),
    rounding: 2 ** -53 / (2 * epsilon),
  });

const functions: ReadonlyArray<readonly [string, (x: number) => number, number]> = [
  ["exp x", Math.exp, 1],
  ["1 + sin x / 10", (x) => 1 + Math.sin(x) / 10, 0.1],
  ["1 + tanh(30 x)", (x) => 1 + Math.tanh(30 * x), 30],
  ["1 + sin(1000 x) / 1000", (x) => 1 + Math.sin(1000 * x) / 1000, 1],
  ["1 + sin(1e5 x) / 1e5", (x) => 1 + Math.sin(1e5 * x) / 1e5, 1],
  ["1 + tanh(3000 x)", (x) => 1 + Math.tanh(3000 * x), 3000],
  ["1 + 1e-8 x", (x) => 1 + 1e-8 * x, 1e-8],
  ["x³ + x, from a point where f is undefined beyond 1/2", (x) => x ** 3 + x, 1],
];

describe("A numerical derivative", () => {
  test.each(functions)("of %s is within its uncertainty.", async (_, phi, slope) => {
    for (const [at, bits] of [
      [inSingle(phi), 24],
      [inDouble(phi), 53],
    ] as const) {
      const settings = { bits, goal: 1e-4, magnitude: Math.abs(slope) };
      const { value, uncertainty } = await differentiateNumerically(at, settings);
      // Single precision has not enough digits for everything.
      if (bits === 53) expect(uncertainty).toBeLessThan(2e-3 * Math.abs(slope));
      if (uncertainty < Number.POSITIVE_INFINITY) {
        expect(Math.abs(value - slope)).toBeLessThanOrEqual(uncertainty);
      }
    }
  });

  test("of a jump is uncertain by as much as it is, and zero of a constant at once.", async () => {
    const jump = await differentiateNumerically(inDouble(Math.sign), {
      ...{ bits: 53, goal: 1e-4, magnitude: 1 },
    });
    expect(jump.uncertainty).toBe(Number.POSITIVE_INFINITY);
    let calls = 0;
    const constant = await differentiateNumerically(
      async () => {
        calls++;
        return { value: 0, rounding: 1 };
      },
      { bits: 24, goal: 1e-4, magnitude: 0 },
    );
    expect(constant.value).toBe(0);
    expect(calls).toBe(3);
  });

  test("needs no values far from the argument, but those near it.", async () => {
    const settings = { bits: 24, goal: 1e-4, magnitude: 1e-8 };
    const bounded = (limit: number) => {
      const phi = inSingle((x) => 1 + 1e-8 * x);
      return differentiateNumerically((epsilon) => {
        if (epsilon > limit) throw new RangeError("too far");
        return phi(epsilon);
      }, settings);
    };
    const { value, uncertainty } = await bounded(1000);
    expect(Math.abs(value - 1e-8)).toBeLessThanOrEqual(uncertainty);
    await expect(bounded(1e-3)).rejects.toThrow("too far");
  });

  test("of what is nowhere finite is infinitely uncertain.", async () => {
    const nowhere = inDouble(() => Number.NaN);
    const { uncertainty } = await differentiateNumerically(nowhere, {
      ...{ bits: 53, goal: 1e-4, magnitude: 1 },
    });
    expect(uncertainty).toBe(Number.POSITIVE_INFINITY);
  });
});
