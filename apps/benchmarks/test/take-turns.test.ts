import { describe, expect, it } from "vitest";
import type { Contestant } from "../src/contestants/contestant.js";
import { type Pace, takeTurns } from "../src/contestants/take-turns.js";

const PACE: Pace = { rounds: 8, leastRounds: 2, warmUp: 1, slice: 10, budget: 80 };

/** A contestant whose calls take so many milliseconds, by its own account. */
function pretender(
  name: string,
  milliseconds: Readonly<Record<string, number>>,
  log: Array<string>,
): Contestant {
  return {
    name,
    describe: () => Promise.reject(new Error("not asked")),
    readback: () => Promise.reject(new Error("not asked")),
    facts: async (entrant) => {
      if (entrant.startsWith("broken")) throw new Error("out of order");
      return { norm: 1 };
    },
    warm: async (entrant) => (milliseconds[entrant] as number) / 1000,
    time: async (entrant, calls) => {
      log.push(`${name} ${entrant} ×${calls}`);
      if (entrant.startsWith("fragile")) throw new Error("it broke");
      return { secondsPerCall: (milliseconds[entrant] as number) / 1000, cores: 1 };
    },
    close: async () => {},
  };
}

describe("taking turns", () => {
  it("repeats short calls, and gives long ones fewer rounds, which they share.", async () => {
    const log: Array<string> = [];
    const cpu = pretender("cpu", { "vjp 1": 1, "rk4 1": 20, "rk4 2": 1000 }, log);
    const measured = await takeTurns(
      [{ contestant: cpu, entrants: ["vjp 1", "rk4 1", "rk4 2"] }],
      PACE,
    );
    expect(log.filter((line) => line === "cpu vjp 1 ×10")).toHaveLength(8);
    expect(log.filter((line) => line === "cpu rk4 1 ×1")).toHaveLength(4);
    expect(log.filter((line) => line === "cpu rk4 2 ×1")).toHaveLength(2);
    const timed = (entrant: string) =>
      measured.seconds("cpu", entrant)?.flatMap((time, round) => (time === undefined ? [] : round));
    expect(timed("rk4 1")).toEqual([0, 2, 4, 6]);
    expect(timed("rk4 2")).toEqual([0, 4]);
    expect(measured.cores("cpu")).toBe(1);
    expect(measured.failures).toEqual([]);
  });

  it("keeps a size, and within it an engine, together.", async () => {
    const log: Array<string> = [];
    const times = { "f 1": 10, "vjp 1": 10, "f 2": 10, "vjp 2": 10 };
    const field = ["cpu", "cpu stock", "wasm"].map((name) => ({
      contestant: pretender(name, times, log),
      entrants: Object.keys(times),
    }));
    await takeTurns(field, PACE);
    for (let round = 0; round < PACE.rounds; round++) {
      const lines = log.slice(12 * round, 12 * (round + 1));
      expect(new Set(lines).size).toBe(12);
      const sizes = lines.map((line) => line.split(" ").at(-2));
      const engines = lines.map((line) => line.split(" ")[0]);
      expect(changes(sizes)).toBe(1);
      expect(changes(engines)).toBeLessThanOrEqual(3);
    }
  });

  it("leaves out who cannot, says why, and goes on.", async () => {
    const log: Array<string> = [];
    const cpu = pretender("cpu", { "fragile 1": 10, "f 1": 10 }, log);
    const measured = await takeTurns(
      [{ contestant: cpu, entrants: ["broken 1", "fragile 1", "f 1"] }],
      PACE,
    );
    expect(measured.failures).toEqual(["cpu, broken 1: out of order", "cpu, fragile 1: it broke"]);
    expect(measured.seconds("cpu", "broken 1")).toBeUndefined();
    expect(measured.seconds("cpu", "f 1")).not.toContain(undefined);
    expect(log.filter((line) => line.startsWith("cpu fragile"))).toHaveLength(1);
  });
});

function changes(values: ReadonlyArray<unknown>): number {
  return values.slice(1).filter((value, i) => value !== values[i]).length;
}
