// Web Workers

export { serveTasks } from "./serve-tasks.js";
export { type WorkerPoolOptions, workerPool } from "./worker-pool.js";
