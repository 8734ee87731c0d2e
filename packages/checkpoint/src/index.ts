// Stores

export { bytesOf } from "./bytes-of.js";
export { type ImmediateStore, memoryStore } from "./memory-store.js";
export { storeBytes } from "./store-bytes.js";

// Schedules

export { everyStep } from "./every-step.js";
export { startOnly } from "./start-only.js";

// Executors of schedules

export { applyForward, type ForwardCheckpoints } from "./apply-forward.js";
export type { ReverseWithCheckpoints } from "./backward-pass.js";
export { reverseWithCheckpoints } from "./reverse-with-checkpoints.js";
