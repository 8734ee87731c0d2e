import { Redis } from "ioredis";

/** Longest pause between two attempts to connect, in milliseconds. */
const LONGEST_PAUSE = 1000;

/** Opens a connection that reconnects for as long as it is not closed; commands wait meanwhile. */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_PAUSE),
  });
  // The pool and the worker watch "close" and "ready"; without a listener, ioredis prints each error.
  redis.on("error", () => {});
  return redis;
}

/** The server of a URL, for messages: without user and password. */
export function serverOf(url: string): string {
  return new URL(url).host;
}
