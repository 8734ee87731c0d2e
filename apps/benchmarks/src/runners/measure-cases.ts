import { type CaseKey, caseName, sameCase, sameSize } from "../cases/case-key.js";
import { grouped } from "../timing/grouped.js";
import { interleave } from "../timing/interleave.js";
import { quantile } from "../timing/quantile.js";
import type { Series } from "../timing/ratio.js";
import { spreadRanks } from "../timing/spread-ranks.js";
import type { Runner } from "./runner.js";
import { type RunnerKey, runnerName, sameRunner } from "./runner-key.js";
import type { Facts } from "./services.js";

/** How long to measure; milliseconds. */
export interface Pace {
  readonly rounds: number;
  /** Minimum number of rounds of slow cases. */
  readonly leastRounds: number;
  /** Of each case before it is timed. */
  readonly warmUp: number;
  /** Of one measurement: calls are repeated to fill it. */
  readonly slice: number;
  /** Of all measurements of one case: a case that would exceed it has fewer rounds. */
  readonly budget: number;
}

/** Measurements, by runner and case. */
export interface Measurements {
  seconds(runner: RunnerKey, key: CaseKey): Series | undefined;
  facts(runner: RunnerKey, key: CaseKey): Facts | undefined;
  /** Processors that a runner kept busy: the largest median over its cases. */
  cores(runner: RunnerKey): number | undefined;
  /** Failed cases with runner and reason, as sentences. */
  readonly failures: ReadonlyArray<string>;
}

/** A runner, and which of its cases to measure. */
export interface RunnerCases {
  readonly runner: Runner;
  readonly cases: ReadonlyArray<CaseKey>;
}

interface Measured {
  readonly runner: Runner;
  readonly key: CaseKey;
  readonly calls: number;
  readonly rounds: number;
  readonly facts: Facts;
  readonly seconds: Array<number | undefined>;
  readonly cores: Array<number>;
  failed: boolean;
}

/**
 * Times all cases of all runners, interleaved: in each round the sizes in random order, within a size the platforms,
 * within a platform what it computes. One runner computes at a time. A case that fails is skipped from then on.
 */
export async function measureCases(
  runners: ReadonlyArray<RunnerCases>,
  pace: Pace,
  progress: (done: number) => void = () => {},
): Promise<Measurements> {
  const failures: Array<string> = [];
  const all: Array<Measured> = [];
  for (const { runner, cases } of runners)
    for (const key of cases) {
      const fail = failing(failures, runner.key, key);
      const measured = await prepare(runner, key, pace).catch(fail);
      if (measured !== undefined) all.push(measured);
    }
  const sizes = grouped(all, (a, b) => sameSize(a.key, b.key));
  const groups = sizes.map((size) =>
    grouped(size, (a, b) => a.runner.key.platform === b.runner.key.platform),
  );
  const ranks = spreadRanks(pace.rounds);
  for (const { round, item } of interleave<Measured>(groups, pace.rounds)) {
    progress(round / pace.rounds);
    const { runner, key, calls } = item;
    if (item.failed || (ranks[round] as number) >= item.rounds) continue;
    const timing = await runner.time(key, calls).catch(failing(failures, runner.key, key));
    item.failed = timing === undefined;
    item.seconds[round] = timing?.secondsPerCall;
    if (timing?.cores !== undefined) item.cores.push(timing.cores);
  }
  progress(1);
  const find = (runner: RunnerKey, key: CaseKey): Measured | undefined =>
    all.find((each) => sameRunner(each.runner.key, runner) && sameCase(each.key, key));
  return {
    seconds: (runner, key) => find(runner, key)?.seconds,
    facts: (runner, key) => find(runner, key)?.facts,
    cores: (runner) => {
      const busy = all.filter((each) => sameRunner(each.runner.key, runner) && each.cores[0]);
      if (busy.length === 0) return undefined;
      return Math.max(...busy.map(({ cores }) => quantile(cores, 0.5)));
    },
    failures,
  };
}

async function prepare(runner: Runner, key: CaseKey, pace: Pace): Promise<Measured> {
  const facts = await runner.facts(key);
  const milliseconds = 1000 * (await runner.warm(key, pace.warmUp));
  const calls = Math.max(1, Math.round(pace.slice / milliseconds));
  const affordable = Math.floor(pace.budget / (calls * milliseconds));
  const rounds = Math.min(pace.rounds, Math.max(pace.leastRounds, affordable));
  const seconds = new Array<number | undefined>(pace.rounds).fill(undefined);
  return { runner, key, calls, rounds, facts, seconds, cores: [], failed: false };
}

function failing(failures: Array<string>, runner: RunnerKey, key: CaseKey) {
  return (error: unknown): undefined => {
    const reason = error instanceof Error ? error.message : String(error);
    failures.push(`${runnerName(runner)}, ${caseName(key)}: ${reason}`);
  };
}
