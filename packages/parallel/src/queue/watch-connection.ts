import type { Redis } from "ioredis";

/** What is told about a connection. */
export interface ConnectionWatch {
  /** The connection was lost, or is not there yet. */
  lost(): void;
  /** It is there again. */
  found(): void;
  /** It was not there for longer than the limit. */
  gone(): void;
}

/**
 * Watches a connection to Redis.
 *
 * @param limit Milliseconds without a connection after which it is gone.
 * @returns Ends the watch.
 */
export function watchConnection(redis: Redis, limit: number, watch: ConnectionWatch): () => void {
  let timer: NodeJS.Timeout | undefined;
  let told = false;
  const lost = () => {
    timer ??= setTimeout(watch.gone, limit);
    if (told) return;
    told = true;
    watch.lost();
  };
  const found = () => {
    clearTimeout(timer);
    timer = undefined;
    if (told) watch.found();
    told = false;
  };
  if (redis.status !== "ready") timer = setTimeout(watch.gone, limit);
  redis.on("close", lost);
  redis.on("ready", found);
  return () => {
    clearTimeout(timer);
    redis.off("close", lost);
    redis.off("ready", found);
  };
}
