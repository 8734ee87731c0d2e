// Threads of Node

export { type ThreadPoolOptions, threadPool } from "./thread-pool.js";
