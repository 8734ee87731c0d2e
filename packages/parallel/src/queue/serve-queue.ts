import { type Job, WaitingError, Worker } from "bullmq";
import { QueueUnavailableError, type TaskVersionError } from "../errors/pool-errors.js";
import type { Transport } from "../pool/transport.js";
import { fetchParameters } from "./fetch-parameters.js";
import { openRedis, serverOf } from "./open-redis.js";
import { type JobData, KEEP, PREFIX, queueKeys } from "./queue-keys.js";
import { otherTasks } from "./task-identity.js";
import { watchConnection } from "./watch-connection.js";
import { within } from "./within.js";

/** What a worker on a queue is made of. */
export interface ServeSettings {
  readonly redis: string;
  readonly queue: string;
  readonly identity: string;
  /** Runs the tasks. Closed with the worker. */
  readonly transport: Transport;
  readonly concurrency: number;
  /** Milliseconds after which another worker has the work of one that stopped answering. */
  readonly lock: number;
  /** How often work that lost its worker is given to another one. */
  readonly retries: number;
  readonly redisLimit: number;
  readonly say: (message: string) => void;
}

/** A worker that takes calls from a queue. */
export interface QueueServer {
  /** Resolves when the worker has been closed; rejects if it was refused, or Redis is gone. */
  readonly ended: Promise<void>;
  /** Finishes what it has begun, and ends. */
  close(): Promise<void>;
}

const FAREWELL = 2000;

/** Takes calls from a queue, runs them, and stores the answers, until it is closed. */
export function serveQueue(settings: ServeSettings): QueueServer {
  const { identity, transport, say } = settings;
  const server = serverOf(settings.redis);
  const keys = queueKeys(settings.queue);
  const redis = openRedis(settings.redis);
  const parametersOf = fetchParameters(redis, keys.parameters, transport);
  let end: (error?: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  ended.catch(() => {});

  async function run(job: Job<JobData>, token?: string): Promise<null> {
    const { call, version, identity: wanted } = job.data;
    if (wanted !== identity) {
      await job.moveToWait(token);
      void refuse(wanted);
      throw new WaitingError();
    }
    const input = await redis.getBuffer(keys.input(call));
    // Its caller has the answer already, or has gone away.
    if (input === null) return null;
    await parametersOf(version);
    const answer = await transport.call({
      ...{ task: job.name, version, signal: undefined },
      input: Uint8Array.from(input),
    });
    await redis.set(
      keys.answer(call),
      Buffer.from(answer.buffer, answer.byteOffset, answer.length),
      "EX",
      KEEP,
    );
    return null;
  }

  const worker = new Worker<JobData, null>(settings.queue, run, {
    connection: redis,
    prefix: PREFIX,
    autorun: false,
    concurrency: settings.concurrency,
    lockDuration: settings.lock,
    stalledInterval: settings.lock,
    maxStalledCount: settings.retries,
    runRetryDelay: 500,
  });
  worker.on("error", () => {});
  const unwatch = watchConnection(redis, settings.redisLimit, {
    lost: () => say(`Redis at ${server} is out of reach: waiting for it.`),
    found: () => say(`Redis at ${server} is back.`),
    gone: () => void stop(unavailable(server, settings.redisLimit)),
  });

  async function refuse(wanted: string): Promise<void> {
    const error: TaskVersionError = otherTasks(identity, wanted);
    await within(FAREWELL, redis.rpush(keys.refusals, error.message));
    await stop(error);
  }

  let stopping: Promise<void> | undefined;
  function stop(error?: Error): Promise<void> {
    stopping ??= (async () => {
      unwatch();
      if (error === undefined) await worker.close().catch(() => undefined);
      else await within(FAREWELL, worker.close(true));
      await transport.close();
      redis.disconnect();
      end(error);
    })();
    return stopping;
  }

  async function begin(): Promise<void> {
    const wanted = await redis.get(keys.identity);
    if (wanted !== null && wanted !== identity) await refuse(wanted);
    else if (stopping === undefined) {
      say(`Ready: takes work from the queue ${settings.queue} of ${server} (${identity}).`);
      await worker.run();
    }
  }
  begin().catch((error: Error) => void stop(error));
  return { ended, close: () => stop() };
}

function unavailable(server: string, limit: number): QueueUnavailableError {
  return new QueueUnavailableError({
    argument: `Redis at ${server}`,
    problem: `was out of reach for ${limit} ms`,
    remedy: "Start it, and the worker again.",
  });
}
