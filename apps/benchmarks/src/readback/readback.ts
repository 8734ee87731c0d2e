import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { engineRunner } from "../engines/engine-runner.js";
import { showProgress } from "../report/show-progress.js";
import type { Runner } from "../runners/runner.js";
import type { Platform, ReadbackRun, ReadingMode } from "../runners/services.js";
import { interleave } from "../timing/interleave.js";
import {
  type ReadbackRow,
  type ReadbackRuns,
  readbackFailures,
  readbackRows,
  readbackTable,
  readingModes,
} from "./readback-rows.js";

const PLACES = { Node: "webgpu", Chromium: "chromium-webgpu" } as const;

/** Cost of reads in an adaptive solve on engines with asynchronous reads, with and without speculation. */
export const readback: Benchmark = {
  question: "WebGPU: how often, and how long, does an adaptive solve wait for a value?",
  run,
};

async function run({ quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const rounds = quick ? 2 : 15;
  const rows: Array<ReadbackRow> = [];
  const absent: Array<string> = [];
  const devices: Record<string, Platform> = {};
  for (const [place, engine] of Object.entries(PLACES)) {
    const runner = engineRunner({ platform: engine });
    try {
      const { cases: _, ...platform } = await runner.describe();
      devices[place] = platform;
      rows.push(...readbackRows(place, await runModes(runner, rounds)));
    } catch (error) {
      absent.push(`${place} is missing: ${(error as Error).message}`);
    } finally {
      await runner.close();
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

/** Runs all modes, interleaved. */
async function runModes(runner: Runner, rounds: number): Promise<ReadbackRuns> {
  const runs = {
    integral: [] as Array<ReadbackRun>,
    lagged: [] as Array<ReadbackRun>,
    speculative: [] as Array<ReadbackRun>,
  };
  for (const { round, item: mode } of interleave<ReadingMode>(readingModes, rounds + 1)) {
    showProgress(round / (rounds + 1));
    const one = await runner.readback(mode);
    // The first round compiles shaders.
    if (round > 0) runs[mode].push(one);
  }
  showProgress(1);
  return runs;
}
