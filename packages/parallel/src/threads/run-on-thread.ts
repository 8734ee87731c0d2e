import type { Tinypool } from "tinypool";

/** Runs a task, and ends its thread if the signal is aborted meanwhile. */
export async function runOnThread<T>(
  pool: Tinypool,
  message: unknown,
  signal: AbortSignal | undefined,
): Promise<T> {
  // A signal of its own: Tinypool listens to it for as long as it exists, also after the task.
  const own = new AbortController();
  const abort = () => own.abort();
  signal?.addEventListener("abort", abort);
  try {
    return (await pool.run(message, signal === undefined ? {} : { signal: own.signal })) as T;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
