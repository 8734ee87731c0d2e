// Stores

export { bytesOf } from "./bytes-of.js";
export { type ImmediateStore, memoryStore } from "./memory-store.js";
export { storeBytes } from "./store-bytes.js";
export { tieredStore } from "./tiered-store.js";

// Schedules

export { binomial } from "./schedules/binomial.js";
export { everyNth } from "./schedules/every-nth.js";
export { everyStep } from "./schedules/every-step.js";
export { type MultiLevelOptions, multiLevel } from "./schedules/multi-level.js";
export { type CheckpointCount, online } from "./schedules/online.js";
export { squareRoot } from "./schedules/square-root.js";
export { startOnly } from "./schedules/start-only.js";
export { type TwoLevelOptions, twoLevel } from "./schedules/two-level.js";

// Costs and pictures of schedules

export { type DrawingOptions, drawSchedule } from "./schedules/draw-schedule.js";
export type { LevelCounts } from "./schedules/level-counter.js";
export { recomputedSteps } from "./schedules/recomputed-steps.js";
export {
  type ScheduleSimulation,
  type SimulationOptions,
  simulateSchedule,
} from "./schedules/simulate-schedule.js";

// Executors of schedules

export { applyForward, type ForwardCheckpoints } from "./apply-forward.js";
export type { ReverseWithCheckpoints } from "./backward-pass.js";
export { reverseWithCheckpoints } from "./reverse-with-checkpoints.js";
