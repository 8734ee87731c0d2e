import { describe, expect, it } from "vitest";
import { type CaseKey, networkCase, sameCase, stepCase } from "../src/cases/case-key.js";
import { measureCases, type Pace } from "../src/runners/measure-cases.js";
import type { Runner } from "../src/runners/runner.js";
import type { RunnerKey } from "../src/runners/runner-key.js";

const PACE: Pace = { rounds: 8, leastRounds: 2, warmUp: 1, slice: 10, budget: 80 };

/** A case, the milliseconds that it pretends to take, and the request at which it fails. */
interface FakeCase {
  readonly key: CaseKey;
  readonly milliseconds: number;
  readonly failsAt?: "facts" | "time";
}

/** A measurement that was asked for. */
interface Asked {
  readonly runner: RunnerKey;
  readonly key: CaseKey;
  readonly calls: number;
}

/** A runner that measures nothing, and writes down what it is asked for. */
function fakeRunner(runner: RunnerKey, cases: ReadonlyArray<FakeCase>, log: Array<Asked>): Runner {
  const find = (key: CaseKey): FakeCase =>
    cases.find((each) => sameCase(each.key, key)) as FakeCase;
  return {
    key: runner,
    describe: () => Promise.reject(new Error("not asked")),
    readback: () => Promise.reject(new Error("not asked")),
    offloading: () => Promise.reject(new Error("not asked")),
    facts: async (key) => {
      if (find(key).failsAt === "facts") throw new Error("out of order");
      return { norm: 1 };
    },
    warm: async (key) => find(key).milliseconds / 1000,
    time: async (key, calls) => {
      log.push({ runner, key, calls });
      if (find(key).failsAt === "time") throw new Error("it broke");
      return { secondsPerCall: find(key).milliseconds / 1000, cores: 1 };
    },
    close: async () => {},
  };
}

const cpu = { platform: "cpu" };
const tiny = { batch: 1, state: 2, width: 16 };
const small = { batch: 64, state: 2, width: 64 };

describe("measuring cases", () => {
  it("repeats short calls, and gives long ones fewer rounds, which they share.", async () => {
    const log: Array<Asked> = [];
    const cases = [
      { key: networkCase("vjp", tiny), milliseconds: 1 },
      { key: networkCase("rk4", tiny), milliseconds: 20 },
      { key: networkCase("rk4", small), milliseconds: 1000 },
    ] as const;
    const [vjp, short, long] = cases.map(({ key }) => key) as [CaseKey, CaseKey, CaseKey];
    const measured = await measureCases(
      [{ runner: fakeRunner(cpu, cases, log), cases: [vjp, short, long] }],
      PACE,
    );
    const asked = (key: CaseKey) => log.filter((each) => each.key === key);
    expect(asked(vjp).map(({ calls }) => calls)).toEqual(Array(8).fill(10));
    expect(asked(short).map(({ calls }) => calls)).toEqual(Array(4).fill(1));
    expect(asked(long).map(({ calls }) => calls)).toEqual([1, 1]);
    const timed = (key: CaseKey) =>
      measured.seconds(cpu, key)?.flatMap((time, round) => (time === undefined ? [] : round));
    expect(timed(short)).toEqual([0, 2, 4, 6]);
    expect(timed(long)).toEqual([0, 4]);
    expect(measured.cores(cpu)).toBe(1);
    expect(measured.failures).toEqual([]);
  });

  it("keeps cases of a size, and within it of a platform, together.", async () => {
    const log: Array<Asked> = [];
    const cases = [100, 10_000].flatMap((elements) =>
      (["combination", "norm"] as const).map((kind) => ({
        key: stepCase(kind, elements),
        milliseconds: 10,
      })),
    );
    const runners = [cpu, { platform: "cpu", variant: "stock" } as const, { platform: "wasm" }];
    const keys = cases.map(({ key }) => key);
    await measureCases(
      runners.map((key) => ({ runner: fakeRunner(key, cases, log), cases: keys })),
      PACE,
    );
    for (let round = 0; round < PACE.rounds; round++) {
      const asked = log.slice(12 * round, 12 * (round + 1));
      expect(new Set(asked.map((each) => JSON.stringify(each))).size).toBe(12);
      expect(changes(asked.map(({ key }) => "elements" in key && key.elements))).toBe(1);
      expect(changes(asked.map(({ runner }) => runner.platform))).toBeLessThanOrEqual(3);
    }
  });

  it("skips a case that fails, reports the reason, and continues.", async () => {
    const log: Array<Asked> = [];
    const cases: ReadonlyArray<FakeCase> = [
      { key: networkCase("vjp", tiny), milliseconds: 10, failsAt: "facts" },
      { key: networkCase("rk4", tiny), milliseconds: 10, failsAt: "time" },
      { key: networkCase("evaluation", tiny), milliseconds: 10 },
    ];
    const [broken, fragile, sound] = cases.map(({ key }) => key) as [CaseKey, CaseKey, CaseKey];
    const measured = await measureCases(
      [{ runner: fakeRunner(cpu, cases, log), cases: [broken, fragile, sound] }],
      PACE,
    );
    expect(measured.failures).toEqual([
      "cpu, vjp 1x2x16: out of order",
      "cpu, rk4 1x2x16: it broke",
    ]);
    expect(measured.seconds(cpu, broken)).toBeUndefined();
    expect(measured.seconds(cpu, sound)).not.toContain(undefined);
    expect(log.filter(({ key }) => key === fragile)).toHaveLength(1);
  });
});

function changes(values: ReadonlyArray<unknown>): number {
  return values.slice(1).filter((value, i) => value !== values[i]).length;
}
