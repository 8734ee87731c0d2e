import type { MemorySizes } from "./memory-sizes.js";

/** Input of `planCheckpoints`. */
export interface PlanRequest {
  /** Name of the gradient strategy. */
  readonly strategy: string;
  /** How much of f is on a tape at the same time: one evaluation, one step, or as many steps as fit. */
  readonly window: "evaluation" | "step" | "segment";
  readonly sizes: MemorySizes;
  /** In bytes. */
  readonly budget: number;
  /** The number of steps; undefined if they are adaptive. */
  readonly steps: number | undefined;
  /** The most steps that are allowed. */
  readonly mostSteps: number;
  readonly speculates: boolean;
  /** Whether there will be a backward pass. */
  readonly differentiates: boolean;
  readonly store: PlannedStore;
}

/** What the planner has to know of a store. */
export interface PlannedStore {
  readonly name: string;
  /** Whether it is the default store, which shares the buffers of states. */
  readonly shares: boolean;
  /** States that it may have at hand besides, while it reads and writes. */
  readonly transit: number;
  /** Bytes of memory that it needs for a checkpoint of that many bytes. Default: all of them. */
  residentBytes?(bytes: number): number;
}
