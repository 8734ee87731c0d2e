import { describe, expect, it } from "vitest";
import { interleave } from "../src/timing/interleave.js";

describe("interleaving", () => {
  const groups = [
    [
      ["a", "b"],
      ["c", "d"],
    ],
    [["e"], ["f", "g"]],
  ];
  const rounds = Array.from({ length: 20 }, (_, index) =>
    [...interleave<string>(groups, 20)].filter(({ round }) => round === index),
  ).map((due) => due.map(({ item }) => item).join(""));

  it("has every item once in each round.", () => {
    for (const round of rounds) expect([...round].sort().join("")).toBe("abcdefg");
  });

  it("keeps groups together, at every level.", () => {
    const together = (round: string, members: string) =>
      new RegExp(`[${members}]{${members.length}}`).test(round);
    for (const round of rounds) {
      for (const members of ["ab", "cd", "abcd", "fg", "efg"])
        expect(together(round, members)).toBe(true);
    }
  });

  it("varies the order at every level.", () => {
    for (const [first, second] of ["ab", "cd", "ac", "ef", "fg", "ae"] as const) {
      const before = (round: string) =>
        round.indexOf(first as string) < round.indexOf(second as string);
      expect(new Set(rounds.map(before)).size).toBe(2);
    }
  });
});
