// Plans

export type { GivenSizes, MemorySizes, OutputSizes, StageSizes } from "./memory-sizes.js";
export { planCheckpoints } from "./plan-checkpoints.js";
export { type GivenCheckpoints, planGiven } from "./plan-given.js";
export type { PlannedStore, PlanRequest } from "./plan-request.js";

// Budgets

export { formatBytes } from "./format-bytes.js";
export {
  type MemoryBudget,
  memoryBudgetRequirement,
  parseMemoryBudget,
} from "./parse-memory-budget.js";

// Explanations

export { explain } from "./explain.js";
export type { Explanation, ExplanationData } from "./explanation.js";
