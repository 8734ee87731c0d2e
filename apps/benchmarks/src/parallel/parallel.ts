import { inlinePool, type Pool, parallelGradients } from "@symplectic-adjoint/parallel";
import { queuePool } from "@symplectic-adjoint/parallel/queue";
import { threadPool } from "@symplectic-adjoint/parallel/threads";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { quantile } from "../timing/quantile.js";
import { SIZE, tasks } from "./bench-tasks.js";
import { type LocalQueue, openLocalQueue } from "./open-local-queue.js";
import { simulatedRows, simulatedTable } from "./simulated-table.js";

const SHARDS = 8;
/** Parameters of a small network: their bytes are what travels. */
const PARAMETERS = 4096;
const file = new URL("./bench-tasks.js", import.meta.url);

/** Time and bytes of a step on each pool. */
export const parallel: Benchmark = {
  question: "What does a data-parallel step cost on threads and over a queue?",
  run,
};

const batch = Array.from({ length: 4 * SHARDS }, (_, n) =>
  Float64Array.from({ length: 2 * SIZE }, (_unused, i) => Math.sin(n + i)),
);
const parameters = Float64Array.from({ length: PARAMETERS }, (_, i) => 1 + (i % SIZE) / 4);

/** Median of the milliseconds of a step, in turns for all pools, so that a busy moment meets each. */
async function times(
  pools: ReadonlyArray<Pool>,
  task: string,
  rounds: number,
): Promise<ReadonlyArray<number>> {
  const series = pools.map((): Array<number> => []);
  for (let round = -2; round < rounds; round++)
    for (const [i, pool] of pools.entries()) {
      const start = performance.now();
      await parallelGradients(task, batch, { pool, shards: SHARDS, parameters });
      if (round >= 0) series[i]?.push(performance.now() - start);
    }
  return series.map((list) => quantile(list, 0.5));
}

async function run({ quick = false }: BenchmarkOptions = {}): Promise<Report> {
  const rounds = quick ? 3 : 30;
  const queue = await openLocalQueue(file, 2);
  const pools = [
    inlinePool(tasks),
    threadPool({ tasks: file, threads: 1 }),
    threadPool({ tasks: file, threads: 2 }),
    ...(queue === undefined ? [] : [queuePool({ redis: queue.url, tasks: file })]),
  ];
  const names = ["inline", "1 thread", "2 threads", "queue, 2 workers"];
  try {
    const work = await times(pools, "loss", rounds);
    const empty = await times(pools, "empty", rounds);
    const bytes: Array<StepBytes> = [];
    for (const pool of pools)
      bytes.push(await bytesOfStep(pool, pool.name === "queue" ? queue : undefined));
    const rows = pools.map((_, i) => ({
      pool: names[i] as string,
      step: work[i] as number,
      speedup: (work[1] as number) / (work[i] as number),
      empty: empty[i] as number,
      ...(bytes[i] as StepBytes),
    }));
    const least = PARAMETERS * 8 * (1 + SHARDS);
    // The last pool is the queue, or threads if there is none.
    const taskSeconds = (rows.at(-1)?.empty ?? 0) / SHARDS / 1000;
    const simulated = simulatedRows(taskSeconds);
    return {
      figures: { rows, least, simulated },
      tables: [
        {
          title: `A step of ${SHARDS} shards with ${PARAMETERS} parameters in double precision`,
          head: [
            "pool",
            "step in ms",
            "speed-up over 1 thread",
            "empty step in ms",
            "KiB of messages",
            "KiB through Redis",
          ],
          rows: rows.map((row) => [
            row.pool,
            row.step.toFixed(1),
            row.speedup.toFixed(2),
            row.empty.toFixed(2),
            (row.messages / 1024).toFixed(0),
            row.wire === undefined ? "" : (row.wire / 1024).toFixed(0),
          ]),
          notes: [
            `Parameters once and the gradients of each shard are ${(least / 1024).toFixed(0)} KiB; messages add the inputs.`,
            "Through Redis, everything goes in and out, and each worker fetches the parameters.",
            ...(queue === undefined
              ? ["redis-server is not installed: no queue was measured."]
              : []),
          ],
        },
        simulatedTable(simulated, taskSeconds),
      ],
      failures:
        work[1] !== undefined && work[1] < 50
          ? [`A step takes ${work[1].toFixed(1)} ms on a thread: less than 50.`]
          : [],
    };
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
    queue?.close();
  }
}

interface StepBytes {
  readonly messages: number;
  /** Through Redis. */
  readonly wire: number | undefined;
}

async function bytesOfStep(pool: Pool, queue: LocalQueue | undefined): Promise<StepBytes> {
  const before = { ...pool.traffic, wire: queue?.traffic() };
  await parallelGradients("loss", batch, { pool, shards: SHARDS, parameters });
  const { published, sent, received } = pool.traffic;
  return {
    messages: published + sent + received - before.published - before.sent - before.received,
    wire: before.wire === undefined ? undefined : (queue?.traffic() ?? 0) - before.wire,
  };
}
