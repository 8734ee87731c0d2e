import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { NoWorkersError } from "../errors/pool-errors.js";
import { serverOf } from "./open-redis.js";
import type { QueueEvent } from "./queue-events.js";
import { noWorkers } from "./queue-failures.js";

/** What the watch needs to know. */
export interface WorkerWatchSettings {
  readonly redis: string;
  readonly queue: string;
  /** Milliseconds without a worker after which work fails. */
  readonly workerLimit: number;
  readonly onEvent: (event: QueueEvent) => void;
}

/** Watches whether workers are connected to a queue, and hears of those that were refused. */
export interface WorkerWatch {
  /** Reports workers that were refused since the last call. */
  hearRefusals(): Promise<void>;
  /** Reports that there is no worker; an error once that has lasted too long. */
  check(): Promise<NoWorkersError | undefined>;
}

/** @param refusals The key of the list where workers leave the reasons of their refusal. */
export function workerWatch(
  queue: Queue,
  redis: Redis,
  refusals: string,
  settings: WorkerWatchSettings,
): WorkerWatch {
  const { onEvent, workerLimit } = settings;
  let since: number | undefined;
  let refusal = "";

  return {
    async hearRefusals() {
      for (const message of await redis.lrange(refusals, 0, -1)) {
        refusal = message;
        onEvent({ type: "refused", message });
      }
      await redis.del(refusals);
    },
    async check() {
      if ((await queue.getWorkersCount()) > 0) {
        since = undefined;
      } else if (since === undefined) {
        since = Date.now();
        const message = `No worker is connected to the queue ${settings.queue} of ${serverOf(settings.redis)}.`;
        onEvent({ type: "no-workers", message });
      } else if (Date.now() - since > workerLimit) {
        since = undefined;
        return noWorkers(settings, refusal);
      }
      return undefined;
    },
  };
}
