import { Tinypool } from "tinypool";
import { messageOf } from "../errors/failures.js";
import { WorkerStartError } from "../errors/pool-errors.js";
import { cancelGroup } from "../pool/cancel-group.js";
import { settleFirst } from "../pool/settle-first.js";
import type { Transport } from "../pool/transport.js";
import { withRetries } from "../pool/with-retries.js";
import { reportExits } from "./report-exits.js";
import { runOnThread } from "./run-on-thread.js";
import type { ThreadAnswer, ThreadMessage } from "./thread-message.js";

/** Tests run on the sources, which have another file. */
const THREAD_FILE = import.meta.url.endsWith(".ts")
  ? "./thread-worker-on-sources.mjs"
  : "./thread-worker.js";

/** What a pool of threads is made of. */
export interface ThreadSettings {
  readonly tasks: URL;
  readonly threads: number;
  readonly retries: number;
  readonly execArgv?: ReadonlyArray<string> | undefined;
}

/** Starts threads, and carries calls to them. */
export function threadTransport({ tasks, threads, retries, execArgv }: ThreadSettings): Transport {
  const shared = new Map<string, Uint8Array>();
  const untilBroken = cancelGroup();
  let startError: unknown;
  const pool = new Tinypool({
    filename: new URL(THREAD_FILE, import.meta.url).href,
    name: "answer",
    minThreads: threads,
    maxThreads: threads,
    workerData: tasks.href,
    ...(execArgv !== undefined && { execArgv: [...execArgv] }),
  });
  pool.on("error", (error) => {
    // An idle thread that fails is replaced, unless it failed while it started.
    if (pool.threads.length > 0) return;
    startError = error;
    untilBroken.cancel();
  });

  return {
    name: "threads",
    capacity: 2 * threads,
    async publish(version, bytes) {
      const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
      copy.set(bytes);
      shared.set(version, copy);
    },
    async forget(version) {
      shared.delete(version);
    },
    async call({ task, input, version, signal }) {
      const parameters = version === undefined ? undefined : shared.get(version);
      const message: ThreadMessage = { task, input, parameters };
      const answer = await withRetries(task, retries, signal, () => {
        const running = runOnThread<ThreadAnswer>(pool, message, signal);
        reportExits(pool);
        return untilBroken.run((broken) =>
          settleFirst(running, broken, () => notStarted(messageOf(startError))),
        );
      });
      if (answer instanceof Uint8Array) return answer;
      throw notStarted(answer.startFailed);
    },
    async close() {
      shared.clear();
      await pool.destroy();
    },
  };
}

function notStarted(reason: string): WorkerStartError {
  return new WorkerStartError({
    argument: "A thread",
    problem: `could not start: ${reason.replace(/\.$/, "")}`,
    remedy:
      "Check execArgv, and import the file of the tasks in a program of its own to see why it fails.",
  });
}
