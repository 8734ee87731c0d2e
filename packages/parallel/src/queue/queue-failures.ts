import { NoWorkersError, QueueUnavailableError } from "../errors/pool-errors.js";
import { serverOf } from "./open-redis.js";

/** Redis was out of reach for too long. */
export function unavailable(server: string, limit: number): QueueUnavailableError {
  return new QueueUnavailableError({
    argument: `Redis at ${server}`,
    problem: `was out of reach for ${limit} ms`,
    remedy:
      "Start it, or raise redisLimit; a training run goes on from the state that it stored last.",
  });
}

/**
 * No worker was connected for too long.
 *
 * @param refusal Why the last one was refused; empty if none was.
 */
export function noWorkers(
  {
    queue,
    redis,
    workerLimit,
  }: { readonly queue: string; readonly redis: string; readonly workerLimit: number },
  refusal: string,
): NoWorkersError {
  return new NoWorkersError({
    argument: `The queue ${queue} of ${serverOf(redis)}`,
    problem: `had no worker for ${workerLimit} ms`,
    remedy: `${refusal === "" ? "" : `The last one was refused: ${refusal} `}Start one with npx symplectic-adjoint-worker --redis URL --tasks FILE.`,
  });
}
