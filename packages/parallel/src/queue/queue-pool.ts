import {
  checkOptions,
  functionRequirement,
  must,
  nonEmptyString,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import type { Pool } from "../pool/pool.js";
import { poolOver } from "../pool/pool-over.js";
import { count, milliseconds } from "../pool/requirements.js";
import type { QueueEvent } from "./queue-events.js";
import { DEFAULT_QUEUE } from "./queue-keys.js";
import { queueTransport } from "./queue-transport.js";

/** Options of {@link queuePool}. */
export interface QueuePoolOptions {
  /** URL of the server: "redis://localhost:6379", "rediss://user:password@host". */
  readonly redis: string;
  /** The file that exports the tasks, the same as the workers have. */
  readonly tasks: URL;
  /** Name of the queue. Default "symplectic-adjoint". */
  readonly queue?: string | undefined;
  /** Members of an ensemble in the queue at a time. Default 64. */
  readonly capacity?: number | undefined;
  /** Milliseconds without a connection to Redis after which the pool fails. Default 60000. */
  readonly redisLimit?: number | undefined;
  /** Milliseconds without a worker after which work fails. Default 600000. */
  readonly workerLimit?: number | undefined;
  /** Milliseconds between two checks that Redis still has all work. Default 2000. */
  readonly checkInterval?: number | undefined;
  /** Called when the run has to wait, goes on, loses a worker, or refuses one. */
  readonly onEvent?: ((event: QueueEvent) => void) | undefined;
}

const table: OptionTable = {
  redis: required(
    must(
      (value) => typeof value === "string" && /^rediss?:\/\/./.test(value) && URL.canParse(value),
      "must be the URL of a Redis server",
      'Write redis: "redis://localhost:6379".',
    ),
  ),
  tasks: required(
    must(
      (value) => value instanceof URL && value.protocol === "file:",
      "must be the URL of a file",
      'Write tasks: new URL("./tasks.js", import.meta.url).',
    ),
  ),
  queue: nonEmptyString('Write queue: "fits", or leave it out.'),
  capacity: count("capacity", 1),
  redisLimit: milliseconds("redisLimit"),
  workerLimit: milliseconds("workerLimit"),
  checkInterval: milliseconds("checkInterval"),
  onEvent: functionRequirement("Write onEvent: ({ message }) => console.error(message)."),
};

/**
 * A pool of processes on any machine, connected by a queue of BullMQ on a Redis server. Start workers with
 * `npx symplectic-adjoint-worker --redis URL --tasks FILE`; they may join and leave at any time.
 *
 * Arrays travel as bytes. Parameters are in Redis once for each publication, and each worker fetches them once. The queue
 * contains names and data of tasks, never code, and workers with another version or another file of tasks are refused.
 *
 * If Redis is out of reach, the pool waits, calls `onEvent`, and goes on when it is back.
 *
 * @throws InvalidArgumentError | UnknownOptionError if an option is invalid. Later, calls reject with a
 *   {@link QueueUnavailableError} if Redis is gone for longer than `redisLimit`, a {@link NoWorkersError} if there is no
 *   worker for `workerLimit`, and a {@link WorkerLostError} if several workers died at the same work.
 * @example
 * const pool = queuePool({ redis: "redis://localhost:6379", tasks: new URL("./tasks.js", import.meta.url) });
 */
export function queuePool(options: QueuePoolOptions): Pool {
  checkOptions("queuePool", redacted(options), table);
  const {
    redis,
    tasks,
    queue = DEFAULT_QUEUE,
    capacity = 64,
    redisLimit = 60_000,
    workerLimit = 600_000,
    checkInterval = 2000,
    onEvent = () => {},
  } = options;
  return poolOver(
    queueTransport({
      ...{ redis, tasks, queue, capacity },
      ...{ redisLimit, workerLimit, checkInterval, onEvent },
    }),
  );
}

/** The options without a password in the URL, which an error message would show. */
function redacted(options: QueuePoolOptions): unknown {
  if (typeof options !== "object" || options === null || typeof options.redis !== "string")
    return options;
  return { ...options, redis: options.redis.replace(/\/\/[^@]*@/, "//***@") };
}
