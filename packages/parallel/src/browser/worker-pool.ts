import {
  checkOptions,
  checkValue,
  contract,
  functionRequirement,
  nonEmptyString,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import type { Pool } from "../pool/pool.js";
import { poolOver } from "../pool/pool-over.js";
import { count } from "../pool/requirements.js";
import { workerTransport } from "./worker-transport.js";

/** Options of {@link workerPool}. */
export interface WorkerPoolOptions {
  /** Starts a worker whose script calls {@link serveTasks}. */
  readonly start: () => Worker;
  /** Number of workers. Default: one less than the number of processors, at least 1; the page needs one itself. */
  readonly workers?: number | undefined;
  /** Version of the tasks that the page expects; workers with another one are refused. Default: any. */
  readonly version?: string | undefined;
  /** How often work is given to another worker after its own failed. Default 1. */
  readonly retries?: number | undefined;
}

const workerContract = required(
  contract(
    "a Worker",
    { postMessage: "function", addEventListener: "function", terminate: "function" },
    'Return new Worker(new URL("./worker.js", import.meta.url), { type: "module" }).',
  ),
);
const table: OptionTable = {
  start: required(
    functionRequirement(
      'Write start: () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }).',
    ),
  ),
  workers: count("workers", 1),
  version: nonEmptyString('Write version: "1", or leave it out.'),
  retries: count("retries", 0),
};

/**
 * A pool of Web Workers, connected by Comlink. Published parameters are in shared memory where the page is cross-origin
 * isolated; elsewhere each worker receives a copy of them once. A task that is aborted ends with its worker, which is
 * replaced.
 *
 * @throws InvalidArgumentError | UnknownOptionError if an option is invalid.
 * @example
 * const start = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
 * const pool = workerPool({ start, workers: 2 });
 */
export function workerPool(options: WorkerPoolOptions): Pool {
  checkOptions("workerPool", options, table);
  const processors = globalThis.navigator?.hardwareConcurrency ?? 2;
  const { start, version, workers = Math.max(processors - 1, 1), retries = 1 } = options;
  return poolOver(workerTransport({ start: () => checked(start()), workers, version, retries }));
}

function checked(worker: unknown): Worker {
  checkValue("The result of start", worker, workerContract);
  return worker as Worker;
}
