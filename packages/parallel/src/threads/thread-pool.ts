import { availableParallelism } from "node:os";
import { checkOptions, must, type OptionTable, required } from "@symplectic-adjoint/core";
import { Tinypool } from "tinypool";
import { messageOf } from "../errors/failures.js";
import { WorkerStartError } from "../errors/pool-errors.js";
import type { Pool } from "../pool/pool.js";
import { poolOver } from "../pool/pool-over.js";
import { count } from "../pool/requirements.js";
import { settleFirst } from "../pool/settle-first.js";
import { withRetries } from "../pool/with-retries.js";
import { reportExits } from "./report-exits.js";
import { runOnThread } from "./run-on-thread.js";
import type { ThreadAnswer, ThreadMessage } from "./thread-message.js";

/** Tests run on the sources, which have another file. */
const THREAD_FILE = import.meta.url.endsWith(".ts")
  ? "./thread-worker-on-sources.mjs"
  : "./thread-worker.js";

/** Options of {@link threadPool}. */
export interface ThreadPoolOptions {
  /** The file that exports the tasks: `new URL("./tasks.js", import.meta.url)`. */
  readonly tasks: URL;
  /** Number of threads. Default: the number of processors. */
  readonly threads?: number | undefined;
  /** How often work is given to another thread after its own died. Default 1. */
  readonly retries?: number | undefined;
  /** Options of node for the threads, such as `["--import", "tsx"]`. Default: those of this process. */
  readonly execArgv?: ReadonlyArray<string> | undefined;
}

const table: OptionTable = {
  tasks: required(
    must(
      (value) => value instanceof URL && value.protocol === "file:",
      "must be the URL of a file",
      'Write tasks: new URL("./tasks.js", import.meta.url).',
    ),
  ),
  threads: count("threads", 1),
  retries: count("retries", 0),
  execArgv: must(
    (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
    "must be a list of strings",
    'Write execArgv: ["--import", "tsx"], or leave it out.',
  ),
};

/**
 * A pool of threads of Node (worker_threads, kept by Tinypool). Each thread imports the file of the tasks, and chooses its
 * own engine of TensorFlow.js. Published parameters are in shared memory.
 *
 * The threads start now and do not keep the process alive. A task that is aborted ends with its thread, which is replaced.
 *
 * @throws InvalidArgumentError | UnknownOptionError if an option is invalid. Tasks that cannot be imported reject `run` with
 *   a {@link WorkerStartError}.
 * @example
 * const pool = threadPool({ tasks: new URL("./tasks.js", import.meta.url), threads: 2 });
 */
export function threadPool(options: ThreadPoolOptions): Pool {
  checkOptions("threadPool", options, table);
  const { tasks, threads = availableParallelism(), retries = 1, execArgv } = options;
  const shared = new Map<string, Uint8Array>();
  const start = new AbortController();
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
    if (pool.threads.length === 0) start.abort(error);
  });

  return poolOver({
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
        return settleFirst(running, start.signal, () => notStarted(messageOf(start.signal.reason)));
      });
      if (answer instanceof Uint8Array) return answer;
      throw notStarted(answer.startFailed);
    },
    async close() {
      shared.clear();
      await pool.destroy();
    },
  });
}

function notStarted(reason: string): WorkerStartError {
  return new WorkerStartError({
    argument: "A thread",
    problem: `could not start: ${reason.replace(/\.$/, "")}`,
    remedy:
      "Check execArgv, and import the file of the tasks in a program of its own to see why it fails.",
  });
}
