import { type ErrorDetails, OdeError } from "@symplectic-adjoint/core";

/** Base class of the errors of pools. */
export abstract class PoolError extends OdeError {}

/** A task threw an error. `taskErrorName` is the name of that error; its message is part of this one's. */
export class TaskFailedError extends PoolError {
  readonly taskErrorName: string;

  constructor(details: ErrorDetails, taskErrorName: string) {
    super("TaskFailedError", "TASK_FAILED", details);
    this.taskErrorName = taskErrorName;
  }
}

/** The workers have no task of this name. */
export class UnknownTaskError extends PoolError {
  constructor(details: ErrorDetails) {
    super("UnknownTaskError", "UNKNOWN_TASK", details);
  }
}

/** A worker has other tasks than the run: another version, or another file. */
export class TaskVersionError extends PoolError {
  constructor(details: ErrorDetails) {
    super("TaskVersionError", "TASK_VERSION", details);
  }
}

/** Every worker that was given this work died or stalled. */
export class WorkerLostError extends PoolError {
  constructor(details: ErrorDetails) {
    super("WorkerLostError", "WORKER_LOST", details);
  }
}

/** The workers could not be started: their file or their tasks could not be loaded. */
export class WorkerStartError extends PoolError {
  constructor(details: ErrorDetails) {
    super("WorkerStartError", "WORKER_START", details);
  }
}

/** The pool has been closed. */
export class PoolClosedError extends PoolError {
  constructor(details: ErrorDetails) {
    super("PoolClosedError", "POOL_CLOSED", details);
  }
}

/** The work was aborted by its signal. */
export class PoolAbortedError extends PoolError {
  constructor(details: ErrorDetails) {
    super("PoolAbortedError", "POOL_ABORTED", details);
  }
}

/** The Redis server was out of reach for longer than the pool waits. */
export class QueueUnavailableError extends PoolError {
  constructor(details: ErrorDetails) {
    super("QueueUnavailableError", "QUEUE_UNAVAILABLE", details);
  }
}

/** No worker was connected to the queue for longer than the pool waits. */
export class NoWorkersError extends PoolError {
  constructor(details: ErrorDetails) {
    super("NoWorkersError", "NO_WORKERS", details);
  }
}
