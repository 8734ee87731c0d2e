import { describe, expect, test } from "vitest";
import { type CentralDifference, differentiateNumerically } from "./differentiate-numerically.js";

/** φ computed in float32, as a solver would: rounded at the end, with an error of up to half a unit. */
const inSingle = (phi: (x: number) => number) => (epsilon: number) =>
  centralOf((x) => Math.fround(phi(x)), epsilon, 2 ** -24);

const inDouble = (phi: (x: number) => number) => (epsilon: number) =>
  centralOf(phi, epsilon, 2 ** -53);

async function centralOf(
  phi: (x: number) => number,
  epsilon: number,
  unit: number,
): Promise<CentralDifference> {
  const [above, at, below] = [phi(epsilon), phi(0), phi(-epsilon)];
  const rounding = unit * Math.max(Math.abs(above), Math.abs(below));
  const width = 2 * epsilon;
  return {
    ...{ value: (above - below) / width, bends: Float64Array.of((above + below - 2 * at) / width) },
    rounding: rounding / width,
  };
}

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
        return { value: 0, bends: Float64Array.of(0), rounding: 1 };
      },
      { bits: 24, goal: 1e-4, magnitude: 0 },
    );
    expect(constant.value).toBe(0);
    expect(calls).toBe(3);
  });

  test("at a kink reaches to the slopes on both sides, not at a curve.", async () => {
    const settings = { bits: 24, goal: 1e-4, magnitude: 1 };
    const relu = await differentiateNumerically(
      inSingle((x) => 1 + Math.max(0, x)),
      settings,
    );
    expect(relu.value).toBeCloseTo(0.5, 4);
    expect(relu.uncertainty).toBeGreaterThan(0.49);
    const curve = await differentiateNumerically(
      inSingle((x) => 1 + x + 3 * x * x),
      settings,
    );
    expect(curve.value).toBeCloseTo(1, 3);
    expect(curve.uncertainty).toBeLessThan(1e-3);
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

  test("of a function that is nowhere finite is infinitely uncertain.", async () => {
    const nowhere = inDouble(() => Number.NaN);
    const { uncertainty } = await differentiateNumerically(nowhere, {
      ...{ bits: 53, goal: 1e-4, magnitude: 1 },
    });
    expect(uncertainty).toBe(Number.POSITIVE_INFINITY);
  });
});
