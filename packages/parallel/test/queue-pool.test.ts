import { queuePool } from "@symplectic-adjoint/parallel/queue";
import { afterAll, beforeAll, describe } from "vitest";
import { describePool } from "./support/describe-pool.js";
import { hasRedis, type RedisServer, startRedis } from "./support/redis-server.js";
import { startWorker, type WorkerProcess } from "./support/worker-process.js";

const tasks = new URL("./support/numbers-tasks.ts", import.meta.url);

describe.runIf(hasRedis)("A queue on a real Redis", () => {
  let redis: RedisServer;
  let workers: ReadonlyArray<WorkerProcess>;

  beforeAll(async () => {
    redis = await startRedis();
    workers = [startWorker(redis.url, tasks), startWorker(redis.url, tasks, ["--threads", "0"])];
    await Promise.all(workers.map((worker) => worker.says("Ready")));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.end("SIGKILL")));
    await redis.remove();
  });

  describePool("queuePool, 2 workers", () => queuePool({ redis: redis.url, tasks }));
});
