import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { engineRunner } from "../engines/engine-runner.js";
import type { Table } from "../report/table.js";
import type { CheckpointPlace, OffloadingRun } from "../runners/services.js";
import { interleave } from "../timing/interleave.js";
import { type Ratio, ratioOf } from "../timing/ratio.js";

const PLATFORMS = { Node: "webgpu", Chromium: "chromium-webgpu" } as const;
const PLACES: ReadonlyArray<CheckpointPlace> = ["device", "host"];

interface OffloadingRow {
  readonly where: string;
  readonly deviceBytes: Readonly<Record<CheckpointPlace, number>>;
  /** Time with checkpoints in host memory ÷ time with them on the device. */
  readonly ratio: Ratio;
  readonly sameGradient: boolean;
}

/** Checkpoints off the device: its memory, and the time that moving them takes. */
export const offloading: Benchmark = {
  question: "WebGPU: what does it cost to keep checkpoints in host memory?",
  run,
};

async function run({ quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const rows: Array<OffloadingRow> = [];
  const absent: Array<string> = [];
  for (const [where, platform] of Object.entries(PLATFORMS)) {
    const runner = engineRunner({ platform });
    try {
      await runner.describe();
      const runs: Record<CheckpointPlace, Array<OffloadingRun>> = { device: [], host: [] };
      for (const { round, item } of interleave(PLACES, quick ? 2 : 8)) {
        const one = await runner.offloading(item);
        // The first round compiles shaders.
        if (round > 0) runs[item].push(one);
      }
      rows.push(rowOf(where, runs));
    } catch (error) {
      absent.push(`${where} is missing: ${(error as Error).message}`);
    } finally {
      await runner.close();
    }
  }
  return { figures: { rows, absent }, tables: [table(rows, absent)], failures: failuresOf(rows) };
}

function rowOf(where: string, { device, host }: Record<CheckpointPlace, Array<OffloadingRun>>) {
  const times = (runs: ReadonlyArray<OffloadingRun>) => runs.map((each) => each.milliseconds);
  const most = (runs: ReadonlyArray<OffloadingRun>) => Math.max(...runs.map(({ bytes }) => bytes));
  const sums = new Set([...device, ...host].map(({ sum }) => sum));
  return {
    where,
    deviceBytes: { device: most(device), host: most(host) },
    ratio: ratioOf(times(host), times(device)) as Ratio,
    sameGradient: sums.size === 1,
  };
}

/** What is not as it should be. */
export function failuresOf(rows: ReadonlyArray<OffloadingRow>): Array<string> {
  if (rows.length === 0) return ["There is no WebGPU, neither in Node nor in Chromium."];
  return rows
    .filter(({ sameGradient }) => !sameGradient)
    .map(({ where }) => `${where}: the gradients differ.`);
}

function table(rows: ReadonlyArray<OffloadingRow>, absent: ReadonlyArray<string>): Table {
  return {
    title: "50 steps of rk4, a state of 64 KiB, the gradient by the symplectic adjoint",
    head: ["in", "device MiB", "host: device MiB", "time, host ÷ device", "quartiles"],
    rows: rows.map(({ where, deviceBytes, ratio }) => [
      where,
      mib(deviceBytes.device),
      mib(deviceBytes.host),
      ratio.median.toFixed(2),
      `${ratio.lower.toFixed(2)} – ${ratio.upper.toFixed(2)}`,
    ]),
    notes: [
      "device MiB: most bytes of buffers of the device in the forward pass, above those before it.",
      ...absent,
    ],
  };
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
