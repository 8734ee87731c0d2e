import {
  ensemble,
  NoWorkersError,
  QueueUnavailableError,
  WorkerLostError,
} from "@symplectic-adjoint/parallel";
import { type QueueEvent, queuePool } from "@symplectic-adjoint/parallel/queue";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasRedis, type RedisServer, startRedis } from "./support/redis-server.js";
import { startWorker, type WorkerProcess } from "./support/worker-process.js";

const tasks = new URL("./support/numbers-tasks.ts", import.meta.url);
const others = new URL("./support/training-tasks.ts", import.meta.url);

describe.runIf(hasRedis)("Faults of a queue", () => {
  let redis: RedisServer;
  const workers: Array<WorkerProcess> = [];
  const events: Array<QueueEvent> = [];
  const onEvent = (event: QueueEvent) => events.push(event);
  const add = (file: URL, ...options: ReadonlyArray<string>) => {
    const worker = startWorker(redis.url, file, options);
    workers.push(worker);
    return worker;
  };

  /** Keys of calls and of their jobs. */
  const leftovers = async () => {
    const client = new Redis(redis.url);
    const patterns = ["sa-data:*:input:*", "sa-data:*:answer:*", "sa:*_[0-9]"];
    const keys = await Promise.all(patterns.map((pattern) => client.keys(pattern)));
    client.disconnect();
    return keys.flat();
  };

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    events.length = 0;
    await Promise.all(workers.splice(0).map((worker) => worker.end("SIGKILL")));
  });
  afterAll(() => redis.remove());

  test("A worker with other tasks is refused, says why, and the run hears of it.", async () => {
    const pool = queuePool({ redis: redis.url, tasks, onEvent, checkInterval: 200 });
    const answer = pool.run("echo", 1);
    await expect.poll(() => events.map(({ type }) => type)).toContain("no-workers");
    const worker = add(others);
    await expect(worker.says("Ready")).rejects.toThrow("has other tasks");
    expect(await worker.end()).toBe(3);
    await expect.poll(() => events.map(({ type }) => type)).toContain("refused");
    await add(tasks).says("Ready");
    expect(await answer).toBe(1);
    await pool.close();
  });

  test("A run without workers fails after a limit.", async () => {
    const pool = queuePool({
      redis: redis.url,
      tasks,
      onEvent,
      checkInterval: 100,
      workerLimit: 300,
    });
    await expect(pool.run("echo", 1)).rejects.toThrow(NoWorkersError);
    await pool.close();
    expect(await leftovers()).toEqual([]);
  });

  test("Work that was called off before a worker took it leaves nothing in Redis.", async () => {
    const pool = queuePool({ redis: redis.url, tasks, onEvent });
    const stop = new AbortController();
    const answer = pool.run("echo", 1, { signal: stop.signal });
    await expect.poll(leftovers).toHaveLength(2);
    stop.abort();
    await expect(answer).rejects.toThrow();
    await pool.close();
    expect(await leftovers()).toEqual([]);
  });

  test("A shard that kills its worker is given to another one once, and fails alone.", async () => {
    const pool = queuePool({ redis: redis.url, tasks, onEvent, checkInterval: 200 });
    const doomed = [add(tasks, "--threads", "0"), add(tasks, "--threads", "0")];
    await Promise.all(doomed.map((worker) => worker.says("Ready")));
    const exit = ensemble("exit", [null], { pool }).all();
    await expect.poll(() => doomed.map((w) => w.process.exitCode)).toEqual([3, 3]);
    await add(tasks, "--threads", "0").says("Ready");
    const [outcome] = await exit;
    expect(outcome?.error).toBeInstanceOf(WorkerLostError);
    expect(events.map(({ type }) => type)).toContain("stalled");
    expect(await pool.run("echo", 2)).toBe(2);
    await pool.close();
    expect(await leftovers()).toEqual([]);
  });

  test("Work and parameters that Redis lost are sent again.", async () => {
    const pool = queuePool({ redis: redis.url, tasks, onEvent, checkInterval: 200 });
    const parameters = await pool.publish({ factor: Float64Array.of(3) });
    const answer = pool.run("withParameters", 5, { parameters });
    const client = new Redis(redis.url);
    await expect.poll(leftovers).toHaveLength(2);
    await client.flushall();
    await add(tasks).says("Ready");
    expect(await answer).toBe(15);
    expect(events.map(({ type }) => type)).toContain("resent");
    await parameters.release();
    await pool.close();
    client.disconnect();
  });

  test("Nothing but the tasks' identity is left in Redis after a run.", async () => {
    const client = new Redis(redis.url);
    await client.flushall();
    await add(tasks).says("Ready");
    const pool = queuePool({ redis: redis.url, tasks });
    const members = [1, 2, 3, 4];
    const outcomes = await ensemble("echo", members, { pool, parameters: { a: 1 } }).all();
    expect(outcomes.map(({ value }) => value)).toEqual(members);
    await pool.close();
    expect(await client.keys("sa-data:*")).toEqual(["sa-data:symplectic-adjoint:identity"]);
    client.disconnect();
  });

  test("If Redis is gone for longer than the limit, work fails with a named error, and the worker ends.", async () => {
    const own = await startRedis();
    const worker = startWorker(own.url, tasks, ["--wait", "0.5"]);
    await worker.says("Ready");
    const pool = queuePool({ redis: own.url, tasks, onEvent, redisLimit: 500 });
    const answer = pool.run("wait", 60_000).catch((error: unknown) => error);
    await expect.poll(() => pool.traffic.calls).toBe(1);
    await own.remove();
    expect(await answer).toBeInstanceOf(QueueUnavailableError);
    await expect(pool.run("echo", 1)).rejects.toThrow(QueueUnavailableError);
    await expect(pool.publish(1)).rejects.toThrow(QueueUnavailableError);
    await pool.close();
    await expect.poll(() => worker.process.exitCode).toBe(3);
    expect(events.map(({ type }) => type)).toContain("waiting");
  });

  test("Messages contain no password.", () => {
    const wrong = { redis: "http://me:secret@localhost", tasks };
    expect(() => queuePool(wrong)).toThrow(/must be the URL of a Redis server/);
    expect(() => queuePool(wrong)).not.toThrow(/secret/);
  });
});
