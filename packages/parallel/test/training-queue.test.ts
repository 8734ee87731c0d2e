import { inlinePool } from "@symplectic-adjoint/parallel";
import { type QueueEvent, queuePool } from "@symplectic-adjoint/parallel/queue";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasRedis, type RedisServer, startRedis } from "./support/redis-server.js";
import { train } from "./support/training.js";
import { tasks } from "./support/training-tasks.js";
import { startWorker, type WorkerProcess } from "./support/worker-process.js";

const file = new URL("./support/training-tasks.ts", import.meta.url);
const steps = 100;

// Each worker starts a process, and each killed one stalls the run for a second. LONG=1 tries more.
const timeout = 300_000;
const LONG = process.env.LONG === "1";

describe.runIf(hasRedis)("Training over a queue is bitwise the same as inline", { timeout }, () => {
  let redis: RedisServer;
  const curves = new Map<string, string>();
  const started: Array<WorkerProcess> = [];
  /** Those that take work. */
  const workers: Array<WorkerProcess> = [];
  const events: Array<QueueEvent> = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    events.length = 0;
    workers.length = 0;
    await Promise.all(started.splice(0).map((worker) => worker.end("SIGKILL")));
  });
  afterAll(() => redis.remove());

  async function inlineCurve(task: string): Promise<string> {
    const known = curves.get(task);
    if (known !== undefined) return known;
    const pool = inlinePool(tasks);
    const curve = await train(pool, { task, steps });
    curves.set(task, curve);
    await pool.close();
    return curve;
  }

  function open() {
    return queuePool({
      ...{ redis: redis.url, tasks: file, checkInterval: 250 },
      onEvent: (event) => events.push(event),
    });
  }

  async function add(): Promise<WorkerProcess> {
    const worker = startWorker(redis.url, file, ["--threads", "0"]);
    started.push(worker);
    await worker.says("Ready");
    workers.push(worker);
    return worker;
  }

  const routine: ReadonlyArray<readonly [task: string, workers: number]> = [
    ["float64", 1],
    ["float64", 4],
    ["cpu", 2],
    ["wasm", 2],
  ];
  const more: typeof routine = [
    ["float64", 2],
    ["cpu", 1],
    ["cpu", 4],
  ];
  test.each(LONG ? [...routine, ...more] : routine)("%s on %i workers.", async (task, count) => {
    const curve = await inlineCurve(task);
    const pool = open();
    await Promise.all(Array.from({ length: count }, add));
    expect(await train(pool, { task, steps })).toBe(curve);
    await pool.close();
  });

  test("while workers join and leave.", async () => {
    const curve = await inlineCurve("float64");
    const pool = open();
    await add();
    const onStep = async (step: number) => {
      if (step % 25 === 10) await add();
      if (step % 25 === 20) expect(await workers.shift()?.end("SIGTERM")).toBe(0);
    };
    expect(await train(pool, { task: "float64", steps, onStep })).toBe(curve);
    await pool.close();
  });

  test("while workers are killed in a shard, and others come.", async () => {
    const curve = await inlineCurve("float64");
    const pool = open();
    await Promise.all([add(), add()]);
    let killed = 0;
    // Ten times at full length, else four times.
    const every = LONG ? 10 : 25;
    const isDeadly = (step: number) => step % every === 5;
    const onStep = async (step: number) => {
      if (!isDeadly(step)) return;
      await add();
      // At a moment within its shard, different each time.
      const moment = 100 + ((step * 7) % 100);
      setTimeout(() => {
        if (workers.shift()?.process.kill("SIGKILL") === true) killed++;
      }, moment);
    };
    const taskOf = (step: number) => (isDeadly(step) ? "slow" : "float64");
    expect(await train(pool, { task: "float64", taskOf, steps, onStep })).toBe(curve);
    expect(killed).toBe(steps / every);
    // On a busy machine, a worker may not have begun yet at that moment.
    const stalled = events.filter(({ type }) => type === "stalled").length;
    expect(stalled).toBeGreaterThanOrEqual(killed - 2);
    await pool.close();
  });

  test("while Redis is killed and started again, twice.", async () => {
    const curve = await inlineCurve("float64");
    const pool = open();
    await Promise.all([add(), add()]);
    const onStep = (step: number) => {
      if (step !== 30 && step !== 60) return;
      setTimeout(() => void redis.kill().then(() => setTimeout(() => void redis.start(), 500)), 5);
    };
    expect(await train(pool, { task: "float64", steps, onStep })).toBe(curve);
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => type === "waiting")).toHaveLength(2);
    expect(types.filter((type) => type === "connected")).toHaveLength(2);
    await pool.close();
  });

  test("while a worker is stopped in a shard, and answers after another one has.", async () => {
    const curve = await inlineCurve("float64");
    const pool = open();
    const [first] = await Promise.all([add(), add()]);
    const stop = (step: number) => {
      if (step % 30 !== 10) return;
      setTimeout(() => first?.process.kill("SIGSTOP"), 3);
      setTimeout(() => first?.process.kill("SIGCONT"), 4000);
    };
    expect(await train(pool, { task: "float64", steps, onStep: stop })).toBe(curve);
    await pool.close();
  });
});
