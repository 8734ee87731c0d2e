import type { Table } from "../report/table.js";
import { type SimulatedStep, simulateStep } from "./simulate-step.js";

/** 10 Gbit/s. */
const BANDWIDTH = 1.25e9;
const BYTES = 1e6;
const WORKERS = [10, 100, 1000];
const SECONDS = [0.1, 1, 10];

/** A simulated step with one shard for each worker. */
export interface SimulatedRow extends SimulatedStep {
  readonly workers: number;
  /** Mean time of a shard; they differ by up to a tenth. */
  readonly shard: number;
  /** Share of their time in which the workers compute. */
  readonly efficiency: number;
}

/** Steps of many workers, from the measured time that a task costs the caller. */
export function simulatedRows(taskSeconds: number): ReadonlyArray<SimulatedRow> {
  return WORKERS.flatMap((workers) =>
    SECONDS.map((shard) => {
      const step = simulateStep({
        ...{ workers, shards: workers, taskSeconds, bytes: BYTES, bandwidth: BANDWIDTH },
        // Spread evenly, in an order without a pattern: multiples of the golden ratio.
        shardSeconds: (i) => shard * (0.9 + 0.2 * ((i * 0.618034) % 1)),
      });
      return { workers, shard, ...step, efficiency: shard / step.seconds };
    }),
  );
}

/** What the simulation says, for the report. */
export function simulatedTable(rows: ReadonlyArray<SimulatedRow>, taskSeconds: number): Table {
  const share = (x: number) => `${(100 * x).toFixed(0)} %`;
  return {
    title: "Simulated: a step with one shard for each worker",
    head: ["workers", "shard in s", "step in s", "workers busy", "Redis busy", "caller busy"],
    rows: rows.map(({ workers, shard, seconds, efficiency, redis, caller }) => [
      ...[workers, shard, seconds.toPrecision(3)],
      ...[efficiency, redis, caller].map(share),
    ]),
    notes: [
      `From ${(1000 * taskSeconds).toFixed(2)} ms of the caller for each task, as measured, with 1 MB of parameters and 10 Gbit/s.`,
    ],
  };
}
