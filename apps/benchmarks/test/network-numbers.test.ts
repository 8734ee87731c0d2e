import { describe, expect, it } from "vitest";
import { networkNumbers } from "../src/cases/network-numbers.js";

describe("the numbers of a network", () => {
  const { y0, parameters } = networkNumbers({ batch: 256, state: 64, width: 256 });

  it("have the shapes of three layers.", () => {
    const shapes = parameters.map(({ shape }) => shape.join("x"));
    expect(shapes).toEqual(["64x256", "256", "256x256", "256", "256x64", "64"]);
  });

  it("fill their interval evenly.", () => {
    const { values } = y0;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    // Four standard deviations of 2¹⁴ uniform numbers.
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(1 / 3 / values.length));
    expect(Math.abs(square - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / values.length));
  });

  it("are the same for other programs: the first of y0.", () => {
    // By the recurrence in exact integers: pytorch.py computes them so.
    const expected: Array<number> = [];
    let bits = 1n;
    for (let i = 0; i < 11; i++) {
      bits = (bits * 1103515245n + 12345n) % 2n ** 31n;
      if (i >= 8) expected.push(Math.fround(Number(bits) / 2 ** 30 - 1));
    }
    expect([...y0.values.slice(0, 3)]).toEqual(expected);
  });
});
