import { OdeError } from "@symplectic-adjoint/core";
import { PoolAbortedError, PoolClosedError, WorkerLostError } from "./pool-errors.js";

/** The error of work that its signal aborted. */
export function aborted(what: string): PoolAbortedError {
  return new PoolAbortedError({
    argument: what,
    problem: "was aborted by its signal",
    remedy: "Results that came before are valid; call it again for the rest.",
  });
}

/** The error of work given to a pool that is closed. */
export function closed(pool: string): PoolClosedError {
  return new PoolClosedError({
    argument: `The pool ${pool}`,
    problem: "has been closed",
    remedy: "Create another one, or call close() after the last result.",
  });
}

/** The error of work whose workers were all lost. */
export function lost(task: string, workers: number, reason: string): WorkerLostError {
  return new WorkerLostError({
    argument: `The task ${JSON.stringify(task)}`,
    problem: `lost ${workers === 1 ? "its worker" : `${workers} workers, one after the other`}: ${reason}`,
    remedy:
      "Look for what ends the process, such as a lack of memory or process.exit, or raise retries if workers come and go.",
  });
}

/** The message of anything thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Whether an error concerns the whole pool, rather than one piece of work. */
export function endsRun(error: unknown): boolean {
  return (
    error instanceof OdeError &&
    !["TASK_FAILED", "WORKER_LOST", "INVALID_ARGUMENT"].includes(error.code)
  );
}
