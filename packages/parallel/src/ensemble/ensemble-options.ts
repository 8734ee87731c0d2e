import type { Pool, Publication } from "../pool/pool.js";
import type { TaskValue } from "../values/task-value.js";

/** How far an ensemble is. */
export interface EnsembleProgress {
  /** Members with an outcome. */
  readonly done: number;
  readonly failed: number;
  /** Undefined if the members are not an array. */
  readonly total: number | undefined;
}

/** Options of `ensemble`. */
export interface EnsembleOptions {
  readonly pool: Pool;
  /** Second argument of the task for all members: values, which are sent once, or what the pool has published. */
  readonly parameters?: TaskValue | Publication | undefined;
  /** Ends the ensemble with a {@link PoolAbortedError}. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each outcome. */
  readonly onProgress?: ((progress: EnsembleProgress) => void) | undefined;
}
