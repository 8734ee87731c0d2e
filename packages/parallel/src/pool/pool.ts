import type { TaskValue } from "../values/task-value.js";

/** Bytes of messages between a pool and its workers, without what the transport adds. */
export interface Traffic {
  /** Parameters, counted once per publication. */
  published: number;
  /** Inputs of tasks. */
  sent: number;
  /** Outputs of tasks. */
  received: number;
  /** Tasks that were given to workers. */
  calls: number;
}

/** Parameters that were sent to the workers once, for any number of tasks. */
export interface Publication {
  readonly version: string;
  /** Lets the workers forget them. */
  release(): Promise<void>;
}

/** Options of {@link Pool.run}. */
export interface RunOptions {
  /** Second argument of the task. */
  readonly parameters?: Publication | undefined;
  /** Ends the wait. Work that no worker has begun is withdrawn. */
  readonly signal?: AbortSignal | undefined;
}

/** Workers that run named tasks: the port that ensembles and gradients use. All errors are {@link PoolError}s. */
export interface Pool {
  readonly name: string;
  /** Number of tasks that the caller should give to the pool at a time, so that no worker is idle. */
  readonly capacity: number;
  readonly traffic: Readonly<Traffic>;
  /** Sends parameters to the workers, once. */
  publish(parameters: TaskValue): Promise<Publication>;
  /** Runs a task on a worker; on another one if that worker dies. */
  run(task: string, input: TaskValue, options?: RunOptions): Promise<TaskValue>;
  /** Ends all threads and connections. What has no answer yet fails with a {@link PoolClosedError}. */
  close(): Promise<void>;
}
