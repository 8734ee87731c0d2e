// A queue on Redis

export type { QueueEvent } from "./queue-events.js";
export { type QueuePoolOptions, queuePool } from "./queue-pool.js";
