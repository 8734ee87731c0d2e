import { lost, messageOf } from "../errors/failures.js";
import { PoolError } from "../errors/pool-errors.js";

/**
 * Gives work to another worker if one is lost.
 *
 * @param attempt Rejects with a PoolError if another attempt would not help, and with any other error if its worker is
 *   lost.
 * @throws WorkerLostError if the last attempt lost its worker too.
 */
export async function withRetries<T>(
  task: string,
  retries: number,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof PoolError || signal?.aborted === true) throw error;
      if (failures > retries) throw lost(task, failures, messageOf(error).replace(/\.$/, ""));
    }
  }
}
