import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import type { Contestant } from "../contestants/contestant.js";
import type { Description, ReadbackRun } from "../contestants/services.js";
import { engineContestant } from "../engines/open-field.js";
import { showProgress } from "../report/show-progress.js";
import { randomNumbers, shuffled } from "../timing/random-order.js";
import {
  type ReadbackRow,
  type ReadbackRuns,
  readbackFailures,
  readbackRows,
  readbackTable,
  readingModes,
} from "./readback-rows.js";

const PLACES = { Node: "webgpu", Chromium: "chromium-webgpu" } as const;

/** What reading costs an adaptive solve where values arrive later, with and without a step taken on trust meanwhile. */
export const readback: Benchmark = {
  question: "WebGPU: how often, and how long, does an adaptive solve wait for a value?",
  run,
};

async function run({ quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const rounds = quick ? 2 : 15;
  const rows: Array<ReadbackRow> = [];
  const absent: Array<string> = [];
  const devices: Record<string, Omit<Description, "entrants">> = {};
  for (const [place, engine] of Object.entries(PLACES)) {
    const contestant = engineContestant(engine, false);
    try {
      const { entrants: _, ...description } = await contestant.describe();
      devices[place] = description;
      rows.push(...readbackRows(place, await alternate(contestant, rounds)));
    } catch (error) {
      absent.push(`${place} is missing: ${(error as Error).message}`);
    } finally {
      await contestant.close();
    }
  }
  const notes = Object.entries(devices).map(([place, { device, versions }]) => {
    const named = Object.entries(versions).map((entry) => entry.join(" "));
    return `${place}: ${device}; ${named.join(", ")}`;
  });
  return {
    figures: { devices, absent, rows },
    tables: [readbackTable(rows, [...notes, ...absent])],
    failures: [
      ...readbackFailures(rows),
      ...(rows.length === 0 ? ["There is no WebGPU, neither in Node nor in Chromium."] : []),
    ],
  };
}

/** Runs all modes in turns. */
async function alternate(contestant: Contestant, rounds: number): Promise<ReadbackRuns> {
  const random = randomNumbers(1);
  const runs = {
    integral: [] as Array<ReadbackRun>,
    lagged: [] as Array<ReadbackRun>,
    speculative: [] as Array<ReadbackRun>,
  };
  for (let round = -1; round < rounds; round++) {
    for (const mode of shuffled(readingModes, random)) {
      const one = await contestant.readback(mode);
      // In the first round shaders are compiled.
      if (round >= 0) runs[mode].push(one);
    }
    showProgress((round + 1) / rounds);
  }
  return runs;
}
