import { availableParallelism } from "node:os";
import { checkOptions, must, type OptionTable, required } from "@symplectic-adjoint/core";
import type { Pool } from "../pool/pool.js";
import { poolOver } from "../pool/pool-over.js";
import { count } from "../pool/requirements.js";
import { threadTransport } from "./thread-transport.js";

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
  return poolOver(threadTransport({ tasks, threads, retries, execArgv }));
}
