import { Queue, QueueEvents } from "bullmq";
import { lost } from "../errors/failures.js";
import type { Transport, TransportCall } from "../pool/transport.js";
import { openRedis, serverOf } from "./open-redis.js";
import type { QueueEvent } from "./queue-events.js";
import { unavailable } from "./queue-failures.js";
import { KEEP, PARAMETERS_MISSING, PREFIX, queueKeys } from "./queue-keys.js";
import { taskIdentity } from "./task-identity.js";
import { watchConnection } from "./watch-connection.js";
import { within } from "./within.js";
import { workerWatch } from "./worker-watch.js";

/** What a pool on a queue is made of. */
export interface QueueSettings {
  readonly redis: string;
  readonly tasks: URL;
  readonly queue: string;
  readonly capacity: number;
  readonly redisLimit: number;
  readonly workerLimit: number;
  readonly checkInterval: number;
  readonly onEvent: (event: QueueEvent) => void;
}

/** A call without an answer. */
interface Pending extends TransportCall {
  readonly id: string;
  /** How often it was sent; part of the job's id, so that a job is never mixed up with an earlier one. */
  attempt: number;
  /** Consecutive checks that found no job of it. */
  missed: number;
  resolve(answer: Uint8Array): void;
  reject(error: Error): void;
}

/** Milliseconds that closing waits for Redis. */
const FAREWELL = 2000;
/** Checks without a job after which a call is sent again: the answer may be on its way. */
const MISSES = 2;
const MOST_ATTEMPTS = 5;
/** Commands fail when the connection is lost in the middle of them; the next check repeats what is missing. */
const ignore = () => {};

/** Puts calls into a queue, and collects the answers. */
export function queueTransport(settings: QueueSettings): Transport {
  const { onEvent, checkInterval } = settings;
  const server = serverOf(settings.redis);
  const keys = queueKeys(settings.queue);
  const redis = openRedis(settings.redis);
  const eventsRedis = openRedis(settings.redis);
  const queue = new Queue(settings.queue, { connection: redis, prefix: PREFIX });
  const events = new QueueEvents(settings.queue, { connection: eventsRedis, prefix: PREFIX });
  queue.on("error", () => {});
  events.on("error", () => {});
  const workers = workerWatch(queue, redis, keys.refusals, settings);
  const pending = new Map<string, Pending>();
  const removals = new Set<Promise<void>>();
  const published = new Map<string, Uint8Array<ArrayBuffer>>();
  const identity = announce();
  identity.catch(() => {});
  const run = Math.random().toString(36).slice(2);
  let calls = 0;
  let failure: Error | undefined;
  let checking = false;

  /** Tells workers, also those that start later, which tasks this run has. */
  async function announce(): Promise<string> {
    const own = await taskIdentity(settings.tasks);
    await redis.set(keys.identity, own, "EX", KEEP);
    return own;
  }

  function failAll(error: Error): void {
    for (const call of [...pending.values()]) fail(call, error);
  }

  /** Ends a call without an answer. */
  function fail(call: Pending, error: Error): void {
    finish(call.id)?.reject(error);
    discard(call);
  }

  /** Removes from Redis what a call without a future has there; `close` waits for it. */
  function discard(call: Pending): Promise<void> {
    const removal = remove(call).catch(ignore);
    removals.add(removal);
    return removal.finally(() => removals.delete(removal));
  }

  async function remove(call: Pending): Promise<void> {
    // Commands to a server out of reach would wait for it, perhaps for ever; there, everything expires.
    if (redis.status !== "ready") return;
    // A job that a worker has begun cannot be removed; its answer expires.
    await queue.remove(jobOf(call)).catch(ignore);
    await redis.del(keys.input(call.id), keys.answer(call.id));
  }

  async function send(call: Pending): Promise<void> {
    const { id, task, version, input } = call;
    const data = { call: id, identity: await identity, version };
    await redis.set(keys.input(id), Buffer.from(input.buffer), "EX", KEEP);
    if (!pending.has(id)) {
      await discard(call);
      return;
    }
    await queue.add(task, data, {
      jobId: jobOf(call),
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  async function sendAgain(call: Pending, reason: string): Promise<void> {
    call.missed = 0;
    if (++call.attempt > MOST_ATTEMPTS) {
      fail(call, lost(call.task, MOST_ATTEMPTS, reason));
      return;
    }
    onEvent({ type: "resent", message: `The task ${call.task} was sent again: ${reason}.` });
    const bytes = call.version === undefined ? undefined : published.get(call.version);
    if (call.version !== undefined && bytes !== undefined)
      await redis.set(keys.parameters(call.version), Buffer.from(bytes.buffer), "EX", KEEP);
    await send(call);
  }

  /** Takes a call out of the list: nothing that arrives later changes it. */
  function finish(id: string): Pending | undefined {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  }

  /** Fetches the answer of a call if there is one. */
  async function collect(id: string): Promise<boolean> {
    const answer = await redis.getBuffer(keys.answer(id));
    if (answer === null) return false;
    finish(id)?.resolve(answer);
    await redis.del(keys.answer(id), keys.input(id));
    return true;
  }

  async function onFailed(job: string, reason: string): Promise<void> {
    const call = pending.get(callOf(job));
    if (call === undefined || jobOf(call) !== job) return;
    if (reason.includes(PARAMETERS_MISSING)) await sendAgain(call, "Redis had lost its parameters");
    else fail(call, lost(call.task, 2, reason.replace(/\.$/, "")));
  }

  /** Finds answers whose event was lost, work that Redis lost, and refused workers. */
  async function check(): Promise<void> {
    if (checking || redis.status !== "ready") return;
    checking = true;
    try {
      for (const call of [...pending.values()]) {
        if (await collect(call.id)) continue;
        const state = await queue.getJobState(jobOf(call));
        call.missed = state === "unknown" ? call.missed + 1 : 0;
        if (call.missed >= MISSES) await sendAgain(call, "Redis had lost it");
      }
      await workers.hearRefusals();
      const missing = pending.size > 0 ? await workers.check() : undefined;
      if (missing !== undefined) failAll(missing);
    } finally {
      checking = false;
    }
  }

  events.on("completed", ({ jobId }) => void collect(callOf(jobId)).catch(ignore));
  events.on(
    "failed",
    ({ jobId, failedReason }) => void onFailed(jobId, failedReason).catch(ignore),
  );
  events.on("stalled", ({ jobId }) => {
    const call = pending.get(callOf(jobId));
    const message = `A worker died or stalled at the task ${call?.task}; another one has it now.`;
    if (call !== undefined) onEvent({ type: "stalled", message });
  });
  const timer = setInterval(() => void check().catch(ignore), checkInterval);
  const unwatch = watchConnection(redis, settings.redisLimit, {
    lost: () =>
      onEvent({ type: "waiting", message: `Redis at ${server} is out of reach: waiting for it.` }),
    found: () => {
      onEvent({ type: "connected", message: `Redis at ${server} is back.` });
      void check().catch(ignore);
    },
    gone: () => {
      failure = unavailable(server, settings.redisLimit);
      failAll(failure);
    },
  });

  return {
    name: "queue",
    capacity: settings.capacity,
    async publish(version, bytes) {
      if (failure !== undefined) throw failure;
      published.set(version, bytes);
      await orFailure(redis.set(keys.parameters(version), Buffer.from(bytes.buffer), "EX", KEEP));
    },
    async forget(version) {
      published.delete(version);
      if (redis.status === "ready") await redis.del(keys.parameters(version));
    },
    call(call) {
      return new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        const id = `${run}-${++calls}`;
        const waiting: Pending = { ...call, id, attempt: 1, missed: 0, resolve, reject };
        pending.set(id, waiting);
        call.signal?.addEventListener("abort", () => void withdraw(id), { once: true });
        // What is lost with the connection is sent again by a check; what else fails is final.
        send(waiting).catch((error: Error) => {
          if (redis.status === "ready") fail(waiting, error);
        });
      });
    },
    async close() {
      clearInterval(timer);
      unwatch();
      for (const id of [...pending.keys()]) withdraw(id);
      const parameters = [...published.keys()].map((version) => keys.parameters(version));
      if (redis.status === "ready") {
        await within(FAREWELL, Promise.all(removals));
        if (parameters.length > 0) await within(FAREWELL, redis.del(...parameters));
      }
      await within(FAREWELL, Promise.allSettled([events.close(), queue.close()]));
      for (const connection of [redis, eventsRedis]) connection.disconnect();
    },
  };

  /** Rejects with the failure of the pool, rather than wait for a server that is gone. */
  async function orFailure(work: Promise<unknown>): Promise<void> {
    let stop: NodeJS.Timeout | undefined;
    const failed = new Promise<never>((_resolve, reject) => {
      stop = setInterval(() => failure !== undefined && reject(failure), 100);
    });
    try {
      await Promise.race([work, failed]);
    } finally {
      clearInterval(stop);
    }
  }

  /** Forgets a call that nobody waits for any more. */
  function withdraw(id: string): void {
    const call = finish(id);
    if (call !== undefined) discard(call);
  }
}

function jobOf({ id, attempt }: Pending): string {
  return `${id}_${attempt}`;
}

function callOf(job: string): string {
  return job.slice(0, job.lastIndexOf("_"));
}
