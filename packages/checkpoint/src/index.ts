// Stores: where checkpoints live

export { bytesOf } from "./bytes-of.js";
export { type ImmediateStore, memoryStore } from "./memory-store.js";
export { storeBytes } from "./store-bytes.js";

// Schedules: what to remember, and when

export { everyStep } from "./every-step.js";
export { startOnly } from "./start-only.js";

// Executors: what carries a schedule out

export { applyForward, type ForwardCheckpoints } from "./apply-forward.js";
export type { ReverseWithCheckpoints } from "./backward-pass.js";
export { reverseWithCheckpoints } from "./reverse-with-checkpoints.js";
