// Stores: where checkpoints live

// Executors: what carries a schedule out
export { applyForward, type ForwardCheckpoints } from "./apply-forward.js";
export { bytesOf } from "./bytes-of.js";
// Schedules: what to remember, and when
export { everyStep } from "./every-step.js";
export { type ImmediateStore, memoryStore } from "./memory-store.js";
export type { ReverseWithCheckpoints } from "./reverse-with-checkpoints.js";
export { reverseWithCheckpoints } from "./reverse-with-checkpoints.js";
export { startOnly } from "./start-only.js";
export { storeBytes } from "./store-bytes.js";
