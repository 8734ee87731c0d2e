import { describe, expect, it } from "vitest";
import { spreadRanks } from "../src/timing/spread-ranks.js";

describe("ranks of rounds", () => {
  it.each([1, 2, 3, 25, 32])("give each of %i rounds another number.", (rounds) => {
    const sorted = spreadRanks(rounds)
      .slice()
      .sort((a, b) => a - b);
    expect(sorted).toEqual(Array.from({ length: rounds }, (_, i) => i));
  });

  it("spread the first few over all rounds.", () => {
    const chosen = spreadRanks(25).flatMap((rank, round) => (rank < 5 ? [round] : []));
    const gaps = chosen.slice(1).map((round, i) => round - (chosen[i] as number));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(8);
  });
});
