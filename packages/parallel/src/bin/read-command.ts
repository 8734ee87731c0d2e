import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { DEFAULT_QUEUE } from "../queue/queue-keys.js";

/** What the command line of the worker says. */
export interface WorkerCommand {
  readonly redis: string;
  readonly tasks: URL;
  readonly queue: string;
  readonly threads: number;
  readonly lock: number;
  readonly retries: number;
  readonly redisLimit: number;
}

/** Help of the command. */
export const usage: string = `symplectic-adjoint-worker --redis URL --tasks FILE [options]

Takes work from a queue until it is stopped with Ctrl+C or SIGTERM, and finishes what it has begun.

  --redis URL       the server: redis://localhost:6379; or the variable SYMPLECTIC_ADJOINT_REDIS, which
                    other users of the machine cannot read
  --tasks FILE      the file that exports the tasks, the same as the run has
  --queue NAME      name of the queue (${DEFAULT_QUEUE})
  --threads N       threads that run tasks; 0 runs them in the process itself (1)
  --lock SECONDS    time after which another worker has the work of one that stopped answering (30)
  --retries N       how often work that lost its worker is given to another one (1)
  --wait SECONDS    how long to wait for Redis when it is out of reach (600)
  --help            this text`;

/**
 * Reads the command line.
 *
 * @returns Undefined if help was asked for.
 * @throws Error with a sentence if it is wrong.
 */
export function readCommand(
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string | undefined>>,
): WorkerCommand | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      redis: { type: "string" },
      tasks: { type: "string" },
      queue: { type: "string", default: DEFAULT_QUEUE },
      threads: { type: "string", default: "1" },
      lock: { type: "string", default: "30" },
      retries: { type: "string", default: "1" },
      wait: { type: "string", default: "600" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const redis = values.redis ?? environment.SYMPLECTIC_ADJOINT_REDIS;
  if (redis === undefined || !/^rediss?:\/\/./.test(redis) || !URL.canParse(redis))
    throw new Error("--redis must be the URL of a Redis server, such as redis://localhost:6379.");
  if (values.tasks === undefined) throw new Error("--tasks must be a file that exports tasks.");
  return {
    redis,
    tasks: pathToFileURL(resolve(values.tasks)),
    queue: values.queue,
    threads: integer("threads", values.threads),
    lock: 1000 * positive("lock", values.lock),
    retries: integer("retries", values.retries),
    redisLimit: 1000 * positive("wait", values.wait),
  };
}

function integer(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be an integer of at least 0.`);
  return Number(text);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e6)) throw new Error(`--${name} must be a positive number.`);
  return value;
}
